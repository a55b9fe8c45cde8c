import type { JwtTemplateResource as JwtTemplate } from '@bartleby/api-contract';
import { findJwtPreset } from '@bartleby/claims-template';
import { type ReactNode, useState } from 'react';
import { ChangeButton } from '../elements/change-button.tsx';
import { ConfirmDialog } from '../elements/confirm-dialog.tsx';
import { useEditing } from '../elements/editing/use-editing.ts';
import { ListTable } from '../elements/list-table.tsx';
import { Empty, WhenLoaded } from '../elements/states.tsx';
import { useToast } from '../elements/toast.tsx';
import { useAskBefore } from '../elements/use-ask-before.ts';
import { usePageTitle } from '../elements/use-page-title.ts';
import { useInstance } from '../platform/instance-context.tsx';
import { PlatformError } from '../platform/platform-error.ts';
import { useLoad } from '../platform/use-load.ts';
import { JwtTemplateDialog } from './jwt-template-dialog.tsx';
import { NewTemplate } from './new-template.tsx';
import { newState, stateOfTemplate, type TemplateState } from './template-fields.ts';
import { callOf } from './template-use.tsx';

interface RowActions {
  readonly onEdit: (template: JwtTemplate) => void;
  readonly onDelete: (template: JwtTemplate) => void;
}

function TemplateRow({ template, onEdit, onDelete }: RowActions & { template: JwtTemplate }): ReactNode {
  const { name, preset, lifetime, signing_algorithm: algorithm, custom_signing_key: hasOwnKey } = template;
  return (
    <tr>
      <th scope="row" className="template-name">
        {name}
      </th>
      <td data-label="Made for">{findJwtPreset(preset)?.title ?? 'Any service'}</td>
      <td data-label="Signed">{`${algorithm}, ${hasOwnKey ? 'own key' : 'instance’s key'}`}</td>
      <td data-label="Lifetime">{lifetime.toLocaleString('en')} s</td>
      <td>
        <code className="key">{callOf(name)}</code>
      </td>
      <td>
        <div className="row">
          <ChangeButton className="button small" aria-label={`Edit ${name}`} onClick={() => onEdit(template)}>
            Edit
          </ChangeButton>
          <ChangeButton
            className="button small danger"
            aria-label={`Delete ${name}`}
            onClick={() => onDelete(template)}
          >
            Delete
          </ChangeButton>
        </div>
      </td>
    </tr>
  );
}

function TemplateTable({
  templates,
  ...actions
}: RowActions & { templates: readonly JwtTemplate[] }): ReactNode {
  return (
    <ListTable
      caption="JWT templates"
      columns={['Name', 'Made for', 'Signed', 'Lifetime', 'Ask for it', 'Actions']}
      className="jwt-templates"
    >
      {templates.map((template) => (
        <TemplateRow key={template.id} template={template} {...actions} />
      ))}
    </ListTable>
  );
}

/** The question stays, about what was saved meanwhile. */
function explainConflict(error: unknown): never {
  if (!(error instanceof PlatformError) || error.status !== 409) throw error;
  throw new Error('Somebody has changed this template meanwhile. Delete it nevertheless?');
}

/** The browser's history keeps no keys. */
const withoutKey = (draft: TemplateState): TemplateState => ({
  ...draft,
  fields: { ...draft.fields, signingKey: '' },
});

/** Named templates: tokens for other services. */
export function JwtTemplatesPage(): ReactNode {
  usePageTitle('JWT templates');
  const { platform } = useInstance();
  const toast = useToast();
  const loaded = useLoad('jwt templates', platform.jwtTemplates);
  const editing = useEditing<TemplateState>(withoutKey);
  const [isChoosing, setChoosing] = useState(false);
  const deletion = useAskBefore(loaded, {
    run: (template) => platform.deleteJwtTemplate(template).catch(explainConflict),
    done: ({ name }) => `${name} is deleted.`,
  });
  const { asked } = deletion;
  const saved = async (template: JwtTemplate) => {
    const { id, name } = template;
    toast(`${name} is saved: ${callOf(name)} gives its tokens.`);
    // Who opens it now must not begin with what was before, while the answer is on its way.
    const known = loaded.value ?? [];
    const isNew = known.every((one) => one.id !== id);
    loaded.replace(isNew ? [template, ...known] : known.map((one) => (one.id === id ? template : one)));
    await loaded.reload();
  };
  return (
    <section className="page">
      <div className="card-head">
        <div>
          <h1>JWT templates</h1>
          <p className="lead">
            Tokens for other services, with claims, lifetime and key of their own.{' '}
            <a href="/docs/jwt-templates">Read the guide</a>
          </p>
        </div>
        <ChangeButton className="button primary" onClick={() => setChoosing(true)}>
          Create template
        </ChangeButton>
      </div>
      <WhenLoaded loaded={loaded} what="the JWT templates">
        {(templates) =>
          templates.length === 0 ? (
            <Empty title="No JWT template yet.">
              <p>Create one for Hasura, Supabase, Convex, Firebase or a service of your own.</p>
            </Empty>
          ) : (
            <TemplateTable
              templates={templates}
              onEdit={(template) => editing.open(stateOfTemplate(template))}
              onDelete={deletion.ask}
            />
          )
        }
      </WhenLoaded>
      {isChoosing ? (
        <NewTemplate
          onChoose={(fields) => {
            setChoosing(false);
            editing.open(newState(fields));
          }}
          onClose={() => setChoosing(false)}
        />
      ) : null}
      {editing.opened?.start ? (
        <JwtTemplateDialog
          key={editing.opened.number}
          start={editing.opened.start}
          editing={editing}
          onSaved={saved}
        />
      ) : null}
      {asked ? (
        <ConfirmDialog
          title="Delete this JWT template?"
          confirm="Delete"
          onConfirm={deletion.confirm}
          onCancel={deletion.cancel}
        >
          <p>
            Nobody gets a token by the name <strong className="template-name">{asked.name}</strong> any more.
            Tokens that are out stay valid until they expire.
          </p>
        </ConfirmDialog>
      ) : null}
    </section>
  );
}
