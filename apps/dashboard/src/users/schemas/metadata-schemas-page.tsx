import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { ChangeButton } from '../../elements/change-button.tsx';
import { LeaveQuestion } from '../../elements/editing/leave-question.tsx';
import { WhenLoaded } from '../../elements/states.tsx';
import { usePageTitle } from '../../elements/use-page-title.ts';
import { useInstance } from '../../platform/instance-context.tsx';
import type { InstanceConfig } from '../../platform/resources.ts';
import { useLoad } from '../../platform/use-load.ts';
import { SchemaConflict } from './schema-conflict.tsx';
import { SCHEMA_KINDS } from './schema-draft.ts';
import { SchemaEditor } from './schema-editor.tsx';
import { useSchemas } from './use-schemas.ts';
import { ViolatingUsers } from './violating-users.tsx';

const ENFORCEMENTS = [
  ['warn', 'Let it through and note it', 'The write succeeds; an event says which user and where.'],
  ['refuse', 'Refuse it', 'The write fails with 422 and the place; users who violate now stay as they are.'],
] as const;

function Schemas({ config }: { readonly config: InstanceConfig }): ReactNode {
  const { mayChange } = useInstance();
  const schemas = useSchemas(config);
  const { setDraft, found, failure, conflict, canCheck, canSave, check, save } = schemas;
  const { draft } = schemas.state;
  return (
    <>
      {SCHEMA_KINDS.map((kind) => (
        <SchemaEditor
          key={kind}
          kind={kind}
          text={draft.texts[kind]}
          onChange={(text) => setDraft({ ...draft, texts: { ...draft.texts, [kind]: text } })}
          onSave={() => void save()}
        />
      ))}
      <section className="card" aria-labelledby="enforcement">
        <h2 id="enforcement">A write that violates a schema</h2>
        <fieldset className="bare" disabled={!mayChange}>
          <legend className="visually-hidden">A write that violates a schema</legend>
          {ENFORCEMENTS.map(([value, title, meaning]) => (
            <div key={value}>
              <label className="check">
                <input
                  type="radio"
                  name="enforcement"
                  checked={draft.enforcement === value}
                  onChange={() => setDraft({ ...draft, enforcement: value })}
                />{' '}
                {title}
              </label>
              <p className="hint">{meaning}</p>
            </div>
          ))}
        </fieldset>
        {failure ? (
          <p className="alert" role="alert">
            {failure}
          </p>
        ) : null}
        {found ? <ViolatingUsers found={found} /> : null}
        <p className="row">
          <ChangeButton className="button primary" disabled={!canSave} onClick={() => void save()}>
            Save schemas
          </ChangeButton>
          <button type="button" className="button" disabled={!canCheck} onClick={() => void check()}>
            Check users
          </button>
        </p>
      </section>
      {conflict ? (
        <SchemaConflict
          state={schemas.state}
          other={conflict}
          step={schemas.step}
          onClose={schemas.leaveConflict}
        />
      ) : null}
      <LeaveQuestion isDirty={schemas.isDirty} onDiscarded={schemas.tellDiscarded} />
    </>
  );
}

/** Where the shape of users' metadata is declared. */
export function MetadataSchemasPage(): ReactNode {
  usePageTitle('Metadata schemas');
  const { platform } = useInstance();
  const loaded = useLoad('', () => platform.config());
  return (
    <section className="page">
      <p>
        <Link to="/dashboard/users">← All users</Link>
      </p>
      <h1>Metadata schemas</h1>
      <p>
        A JSON Schema for each kind of users’ metadata: it completes and types shortcodes, and writes are held
        against it.
      </p>
      <WhenLoaded loaded={loaded} what="the schemas">
        {(config) => <Schemas config={config} />}
      </WhenLoaded>
    </section>
  );
}
