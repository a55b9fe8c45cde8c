import type { JwtTemplateResource as JwtTemplate } from '@bartleby/api-contract';
import type { ReactNode } from 'react';
import { ConflictDialog } from '../elements/conflict/conflict-dialog.tsx';
import { ThreeWayTable } from '../elements/conflict/three-way-table.tsx';
import type { Step } from '../elements/editing/use-editing.ts';
import { stateOfTemplate, type TemplateState } from './template-fields.ts';
import { useTemplateMerge } from './use-template-merge.ts';

/** Of two who save, the later one sees what the other one saved, by claim and by setting, and chooses. */
export function TemplateConflict(props: {
  readonly state: TemplateState;
  readonly other: JwtTemplate;
  readonly step: Step<TemplateState>;
  readonly onClose: () => void;
}): ReactNode {
  const { state, other, step } = props;
  const { merged, claims, settings, chooseClaim, chooseSetting } = useTemplateMerge(state, other);
  return (
    <ConflictDialog
      onTakeOther={() => step(stateOfTemplate(other), 'Their template is in the editor.')}
      onMerge={merged && (() => step(merged, 'Merged. Look it over, then save.'))}
      onClose={props.onClose}
    >
      <p>
        Somebody has saved <strong>version {other.version}</strong> of this template. What you have is still
        in the editor.
      </p>
      <ThreeWayTable what="Claim" entries={claims} onChoose={chooseClaim} />
      <ThreeWayTable what="Setting" entries={settings} onChoose={chooseSetting} />
    </ConflictDialog>
  );
}
