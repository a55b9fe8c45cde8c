import type { ReactNode } from 'react';
import { CodeBlock } from '../elements/code-block.tsx';
import { Modal } from '../elements/modal.tsx';
import type { InstanceConfig } from '../platform/resources.ts';

/** Somebody else has saved meanwhile: shows theirs and lets the operator choose. */
export function ConflictView(props: {
  readonly other: InstanceConfig;
  readonly onTakeOther: () => void;
  readonly onSaveMine: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { version, claims_source: source } = props.other.config.session;
  return (
    <Modal title="Somebody else saved meanwhile" onClose={props.onClose}>
      <div className="modal-body">
        <p>
          The saved template is now {version === null ? 'another one' : `version ${version}`}. Your text is
          still in the editor. This is theirs:
        </p>
        <CodeBlock label="Their template">{source ?? '{}'}</CodeBlock>
      </div>
      <footer className="modal-foot">
        <button type="button" className="button" onClick={props.onClose}>
          Go on editing mine
        </button>
        <button type="button" className="button" onClick={props.onTakeOther}>
          Take theirs
        </button>
        <button type="button" className="button danger" onClick={props.onSaveMine}>
          Save mine over it
        </button>
      </footer>
    </Modal>
  );
}
