import type { ReactNode } from 'react';
import { Modal } from '../modal.tsx';

/** Somebody else has saved meanwhile: what differs stands inside, the operator chooses how to go on. */
export function ConflictDialog(props: {
  readonly onTakeOther: () => void;
  /** Null when the two cannot be put together. */
  readonly onMerge: (() => void) | null;
  readonly onClose: () => void;
  readonly children: ReactNode;
}): ReactNode {
  const { onTakeOther, onMerge, onClose } = props;
  return (
    <Modal title="Somebody else saved meanwhile" onClose={onClose} size="wide">
      <div className="modal-body">{props.children}</div>
      <footer className="modal-foot">
        <button type="button" className="button" onClick={onClose}>
          Go on editing mine
        </button>
        <button type="button" className="button" onClick={onTakeOther}>
          Take theirs
        </button>
        <button
          type="button"
          className="button primary"
          disabled={onMerge === null}
          data-autofocus
          onClick={() => onMerge?.()}
        >
          Keep mine on top of theirs
        </button>
      </footer>
    </Modal>
  );
}
