import { type KeyboardEvent, type MouseEvent, type ReactNode, useEffect, useId, useRef } from 'react';
import { ToastPlace } from './toast.tsx';

interface ModalProps {
  readonly title: string;
  readonly onClose: () => void;
  readonly size?: 'small' | 'wide' | 'large';
  readonly children: ReactNode;
}

/**
 * A modal dialog in the browser's top layer: what is behind is inert, focus stays inside and goes back when it
 * closes. Esc, the backdrop and the X only ask: whoever shows it decides.
 */
export function Modal({ title, onClose, size = 'small', children }: ModalProps): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  const titleId = useId();
  useEffect(() => {
    const before = document.activeElement;
    const shown = dialog.current;
    shown?.showModal();
    shown?.querySelector<HTMLElement>('[data-autofocus]')?.focus();
    return () => {
      shown?.close();
      // Once more when the browser has ended the dialog's own turn of the focus.
      const giveBack = () => {
        // A toast's button is gone when it has done what it said.
        const heir = before?.isConnected ? before : document.querySelector('main');
        if (heir instanceof HTMLElement) heir.focus();
      };
      giveBack();
      setTimeout(() => document.activeElement === document.body && giveBack());
    };
  }, []);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    // The editor has used this key to close its own list.
    if (event.defaultPrevented) return;
    event.preventDefault();
    onClose();
  };
  const onMouseDown = (event: MouseEvent) => {
    if (event.target === dialog.current) onClose();
  };
  return (
    <dialog
      ref={dialog}
      className={`modal modal-${size}`}
      aria-labelledby={titleId}
      onKeyDown={onKeyDown}
      onMouseDown={onMouseDown}
      onCancel={(event) => {
        event.preventDefault();
        onClose();
      }}
    >
      <div className="modal-sheet">
        <header className="modal-head">
          <h2 id={titleId}>{title}</h2>
          <button type="button" className="icon-button" aria-label="Close" onClick={onClose}>
            ×
          </button>
        </header>
        {children}
        <ToastPlace />
      </div>
    </dialog>
  );
}
