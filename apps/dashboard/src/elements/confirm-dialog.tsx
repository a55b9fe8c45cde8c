import { type ReactNode, useState } from 'react';
import { sentenceOf } from '../platform/platform-error.ts';
import { Modal } from './modal.tsx';

interface ConfirmDialogProps {
  readonly title: string;
  readonly children: ReactNode;
  readonly confirm: string;
  readonly cancel?: string;
  readonly onConfirm: () => void | Promise<void>;
  readonly onCancel: () => void;
}

/** Asks before something that cannot be undone. A refusal is shown, and the question stays. */
export function ConfirmDialog(props: ConfirmDialogProps): ReactNode {
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const confirm = async () => {
    setBusy(true);
    setProblem(null);
    try {
      await props.onConfirm();
    } catch (error) {
      setProblem(sentenceOf(error));
      setBusy(false);
    }
  };
  return (
    <Modal title={props.title} onClose={props.onCancel}>
      <div className="modal-body">
        {props.children}
        {problem ? (
          <p className="alert" role="alert">
            {problem}
          </p>
        ) : null}
      </div>
      <footer className="modal-foot">
        <button type="button" className="button" data-autofocus onClick={props.onCancel}>
          {props.cancel ?? 'Cancel'}
        </button>
        <button type="button" className="button danger" disabled={isBusy} onClick={() => void confirm()}>
          {props.confirm}
        </button>
      </footer>
    </Modal>
  );
}
