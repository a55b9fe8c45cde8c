import type { DeclaredRole, OrganizationRolesResource } from '@bartleby/api-contract';
import { type FormEvent, type ReactNode, useState } from 'react';
import { LeaveQuestion } from '../../elements/editing/leave-question.tsx';
import { Modal } from '../../elements/modal.tsx';
import { TextField } from '../../elements/text-field.tsx';
import { sentenceOf } from '../../platform/platform-error.ts';
import { isSameRole, NEW_ROLE, roleProblem, roleTitle } from './role-draft.ts';

interface PermissionChoiceProps {
  readonly title: string;
  readonly permissions: readonly string[];
  readonly chosen: readonly string[];
  readonly onChange: (chosen: readonly string[]) => void;
}

function PermissionChoice({ title, permissions, chosen, onChange }: PermissionChoiceProps): ReactNode {
  return (
    <fieldset className="bare">
      <legend className="field-title">{title}</legend>
      {permissions.length === 0 ? <p className="hint">None yet: add them on the page.</p> : null}
      <ul className="plain choices">
        {permissions.map((key) => (
          <li key={key}>
            <label className="check">
              <input
                type="checkbox"
                checked={chosen.includes(key)}
                onChange={({ target }) =>
                  onChange(target.checked ? [...chosen, key] : chosen.filter((each) => each !== key))
                }
              />{' '}
              <code className="wrap">{key}</code>
            </label>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}

/** What somebody else has made of the role since this dialog was opened. */
function Theirs({ role }: { readonly role: DeclaredRole | null }): ReactNode {
  return (
    <p className="alert warning" role="status">
      {role
        ? `Now saved: name “${role.name}”, description “${role.description}”, permissions ${role.permissions.join(', ') || 'none'}.`
        : 'The role was deleted meanwhile. Saving makes it again.'}
    </p>
  );
}

/** Makes a role, or changes what one is called and may do. */
export function RoleDialog(props: {
  /** Null: a new one. */
  readonly role: DeclaredRole | null;
  /** The key is given: the role is there, or members have it already. */
  readonly isKeyGiven: boolean;
  readonly known: OrganizationRolesResource;
  readonly onSave: (role: DeclaredRole) => Promise<void>;
  readonly onClose: () => void;
}): ReactNode {
  const { role, isKeyGiven, known, onSave, onClose } = props;
  const [start] = useState(role ?? NEW_ROLE);
  const [draft, setDraft] = useState(start);
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const isDirty = !isBusy && !isSameRole(draft, start);
  const saved = known.roles.find(({ key }) => key === start.key) ?? null;
  const isChangedByOthers = isKeyGiven && (saved === null || !isSameRole(saved, start));
  const own = [...new Set([...known.permissions, ...draft.permissions])].filter(
    (key) => !known.system_permissions.includes(key),
  );
  const change = (changes: Partial<DeclaredRole>) => {
    setDraft({ ...draft, ...changes });
    setProblem(null);
  };
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    const found = roleProblem(draft, isKeyGiven ? [] : known.roles);
    setProblem(found);
    if (found !== null) return;
    setBusy(true);
    try {
      await onSave({ ...draft, name: draft.name.trim(), description: draft.description.trim() });
    } catch (error) {
      setProblem(sentenceOf(error));
      setBusy(false);
    }
  };
  const chosen = {
    chosen: draft.permissions,
    onChange: (permissions: readonly string[]) => change({ permissions }),
  };
  return (
    <>
      <Modal
        title={isKeyGiven ? `Edit ${roleTitle(start)}` : 'Create a role'}
        onClose={() => (isDirty ? setAsking(true) : onClose())}
      >
        <form noValidate onSubmit={(event) => void submit(event)}>
          <div className="modal-body">
            {isKeyGiven ? (
              <p>
                Key <code className="wrap">{draft.key}</code>{' '}
                <span className="hint">It stays: members and apps know the role by it.</span>
              </p>
            ) : (
              <TextField
                label="Key"
                hint="What tokens and has() call it, such as org:billing. It cannot be changed later."
                autoComplete="off"
                spellCheck={false}
                data-autofocus
                value={draft.key}
                onChange={(key) => change({ key })}
              />
            )}
            <TextField
              label="Name (optional)"
              dir="auto"
              autoComplete="off"
              data-autofocus={isKeyGiven || undefined}
              value={draft.name}
              onChange={(name) => change({ name })}
            />
            <TextField
              label="Description (optional)"
              dir="auto"
              autoComplete="off"
              value={draft.description}
              onChange={(description) => change({ description })}
            />
            <PermissionChoice title="Permissions of your application" permissions={own} {...chosen} />
            <PermissionChoice
              title="Permissions of the system"
              permissions={known.system_permissions}
              {...chosen}
            />
            {problem ? (
              <p className="alert" role="alert">
                {problem}
              </p>
            ) : null}
            {isChangedByOthers && !isBusy ? <Theirs role={saved} /> : null}
          </div>
          <footer className="modal-foot">
            <button type="button" className="button" onClick={() => (isDirty ? setAsking(true) : onClose())}>
              Cancel
            </button>
            <button type="submit" className="button primary" disabled={isBusy || (isKeyGiven && !isDirty)}>
              {isKeyGiven ? 'Save role' : 'Create role'}
            </button>
          </footer>
        </form>
      </Modal>
      <LeaveQuestion
        isDirty={isDirty}
        isAsking={isAsking}
        onStay={() => setAsking(false)}
        onClose={onClose}
      />
    </>
  );
}
