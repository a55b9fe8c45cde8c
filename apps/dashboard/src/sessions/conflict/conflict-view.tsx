import { type CompiledTemplate, compareTemplates, compileTemplate } from '@bartleby/claims-template';
import { type ReactNode, useMemo } from 'react';
import { CodeBlock } from '../../elements/code-block.tsx';
import { ConflictDialog } from '../../elements/conflict/conflict-dialog.tsx';
import { ThreeWayTable } from '../../elements/conflict/three-way-table.tsx';
import { useInstance } from '../../platform/instance-context.tsx';
import type { InstanceConfig } from '../../platform/resources.ts';
import { useLoad } from '../../platform/use-load.ts';
import { ClaimsDifference } from '../history/claims-difference.tsx';
import { TextDifference } from '../history/text-difference.tsx';
import type { DraftState } from '../use-draft.ts';
import { useMerge } from './use-merge.ts';

function compiled(source: string): CompiledTemplate | null {
  const result = compileTemplate(source, { mode: 'stored' });
  return result.ok ? result.template : null;
}

/** Who saved, what and why, as far as it is known. */
function WhoSaved({ other }: { readonly other: InstanceConfig }): ReactNode {
  const { platform } = useInstance();
  const { version } = other.config.session;
  const newest = useLoad(String(version), () => platform.versions({ limit: 1, offset: 0 }));
  const found = newest.value?.data.find((one) => one.version === version);
  const name = found?.author?.name ?? 'Somebody else';
  return (
    <p>
      <bdi>{name}</bdi> has saved <strong>version {version}</strong>
      {found?.message ? (
        <>
          {': '}
          <bdi>
            <em>{found.message}</em>
          </bdi>
        </>
      ) : null}
      . Your text is still in the editor.
    </p>
  );
}

function WholeTexts({ mine, theirs }: { readonly mine: string; readonly theirs: string }): ReactNode {
  const claims = useMemo(() => {
    const [before, after] = [compiled(mine), compiled(theirs)];
    return before && after ? compareTemplates(before, after) : null;
  }, [mine, theirs]);
  return (
    <details>
      <summary>Whole texts</summary>
      <div className="whole-texts">
        <h3>Theirs</h3>
        <CodeBlock label="Their template">{theirs}</CodeBlock>
        <h3>From yours to theirs</h3>
        <TextDifference label="From your template to theirs" before={mine} after={theirs} />
        {claims ? <ClaimsDifference claims={claims} /> : null}
      </div>
    </details>
  );
}

/** Somebody else has saved meanwhile: shows before, theirs and yours by claim, and lets the operator choose. */
export function ConflictView(props: {
  readonly draft: DraftState;
  readonly other: InstanceConfig;
  readonly onTakeOther: () => void;
  readonly onMerge: (merged: DraftState) => void;
  readonly onClose: () => void;
}): ReactNode {
  const { draft, other, onMerge } = props;
  const { merged, claims, tests, chooseClaim, chooseTest } = useMerge(draft, other);
  const before = draft.base.config.session.version;
  const hasConflict = [...claims, ...tests].some(({ change }) => change === 'conflict');
  return (
    <ConflictDialog
      onTakeOther={props.onTakeOther}
      onMerge={merged && (() => onMerge(merged))}
      onClose={props.onClose}
    >
      <WhoSaved other={other} />
      <p className="muted">
        {before === 0 ? 'What changed' : `What changed since version ${before}`}
        {merged === null
          ? ': your text has to be repaired before it can be merged.'
          : hasConflict
            ? '. Where both of you changed the same, choose which stands.'
            : '. You changed different things: both can stay.'}
      </p>
      <ThreeWayTable what="Claim" entries={claims} onChoose={chooseClaim} />
      <ThreeWayTable what="Test" entries={tests} onChoose={chooseTest} />
      <WholeTexts mine={draft.source} theirs={other.config.session.claims_source ?? '{}'} />
    </ConflictDialog>
  );
}
