import { type CompiledTemplate, compareTemplates, compileTemplate } from '@bartleby/claims-template';
import { type ReactNode, useMemo } from 'react';
import { CodeBlock } from '../elements/code-block.tsx';
import { Modal } from '../elements/modal.tsx';
import type { InstanceConfig } from '../platform/resources.ts';
import { ClaimsDifference } from './history/claims-difference.tsx';
import { TextDifference } from './history/text-difference.tsx';

function compiled(source: string): CompiledTemplate | null {
  const result = compileTemplate(source, { mode: 'stored' });
  return result.ok ? result.template : null;
}

/** Somebody else has saved meanwhile: shows theirs and lets the operator choose. */
export function ConflictView(props: {
  readonly mine: string;
  readonly other: InstanceConfig;
  readonly onTakeOther: () => void;
  readonly onSaveMine: () => void;
  readonly onClose: () => void;
}): ReactNode {
  const { mine } = props;
  const { version, claims_source } = props.other.config.session;
  const source = claims_source ?? '{}';
  const claims = useMemo(() => {
    const [before, after] = [compiled(mine), compiled(source)];
    return before && after ? compareTemplates(before, after) : null;
  }, [mine, source]);
  return (
    <Modal title="Somebody else saved meanwhile" onClose={props.onClose} size="wide">
      <div className="modal-body">
        <p>
          The saved template is now {version === null ? 'another one' : `version ${version}`}. Your text is
          still in the editor. This is theirs:
        </p>
        <CodeBlock label="Their template">{source}</CodeBlock>
        <h3>From yours to theirs</h3>
        <TextDifference label="From your template to theirs" before={mine} after={source} />
        {claims ? <ClaimsDifference claims={claims} /> : null}
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
