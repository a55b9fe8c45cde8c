import { type MergeableEntry, mergeEntries } from '@bartleby/claims-template';
import type { ReactNode } from 'react';
import { ConflictDialog } from '../../elements/conflict/conflict-dialog.tsx';
import { ThreeWayTable } from '../../elements/conflict/three-way-table.tsx';
import { useChoices } from '../../elements/conflict/use-choices.ts';
import type { Step } from '../../elements/editing/use-editing.ts';
import type { InstanceConfig } from '../../platform/resources.ts';
import { draftOf, SCHEMA_KINDS, type SchemaDraft, type SchemasState } from './schema-draft.ts';

const ENFORCEMENT = 'violating writes';

/** What can differ in a draft whose texts are JSON. */
function entriesOf({ texts, enforcement }: SchemaDraft): ReadonlyMap<string, MergeableEntry> {
  const declared = SCHEMA_KINDS.filter((kind) => texts[kind].trim() !== '').map((kind) => {
    const meaning = JSON.stringify(JSON.parse(texts[kind]));
    return [kind, { text: texts[kind], meaning }] as const;
  });
  return new Map<string, MergeableEntry>([
    ...declared,
    [ENFORCEMENT, { text: enforcement, meaning: enforcement }],
  ]);
}

function draftFrom(entries: ReadonlyMap<string, MergeableEntry>): SchemaDraft {
  const text = (name: string) => entries.get(name)?.text ?? '';
  return {
    texts: { public: text('public'), unsafe: text('unsafe'), private: text('private') },
    enforcement: text(ENFORCEMENT) as SchemaDraft['enforcement'],
  };
}

/** Somebody else has saved other schemas meanwhile. */
export function SchemaConflict(props: {
  readonly state: SchemasState;
  readonly other: InstanceConfig;
  readonly step: Step<SchemasState>;
  readonly onClose: () => void;
}): ReactNode {
  const { state, other, step } = props;
  const [choices, choose] = useChoices();
  const saved = ({ config }: InstanceConfig) => draftOf(config.metadata_schemas);
  const theirs = saved(other);
  const { merged, entries } = mergeEntries(
    { base: entriesOf(saved(state.base)), theirs: entriesOf(theirs), mine: entriesOf(state.draft) },
    choices,
  );
  return (
    <ConflictDialog
      onTakeOther={() => step({ base: other, draft: theirs }, 'Their schemas are in the editors.')}
      onMerge={() => step({ base: other, draft: draftFrom(merged) }, 'Merged. Look it over, then save.')}
      onClose={props.onClose}
    >
      <p>Somebody has saved other metadata schemas. What you have is still in the editors.</p>
      <ThreeWayTable what="Schema" entries={entries} onChoose={choose} />
    </ConflictDialog>
  );
}
