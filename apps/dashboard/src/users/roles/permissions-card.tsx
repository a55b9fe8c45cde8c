import { type OrganizationRolesResource, permissionKeyProblem } from '@bartleby/api-contract';
import { type FormEvent, type ReactNode, useState } from 'react';
import { ChangeButton } from '../../elements/change-button.tsx';
import { TextField } from '../../elements/text-field.tsx';
import { useToast } from '../../elements/toast.tsx';
import { useInstance } from '../../platform/instance-context.tsx';
import { sentenceOf } from '../../platform/platform-error.ts';
import { roleTitle } from './role-draft.ts';
import type { Roles } from './use-roles.ts';

function PermissionItem(props: {
  readonly permission: string;
  readonly roles: readonly string[];
  readonly onDelete: () => void;
}): ReactNode {
  const { permission, roles, onDelete } = props;
  const usedId = `used-${permission}`;
  return (
    <li className="spread">
      <span>
        <code className="wrap">{permission}</code>{' '}
        <bdi className="hint" id={usedId}>
          {roles.length === 0 ? 'of no role' : `of ${roles.join(', ')}: take it from them to delete it`}
        </bdi>
      </span>
      <ChangeButton
        className="button small danger"
        aria-label={`Delete ${permission}`}
        disabled={roles.length > 0}
        {...(roles.length > 0 && { 'aria-describedby': usedId })}
        onClick={onDelete}
      >
        Delete
      </ChangeButton>
    </li>
  );
}

/** The application's own permissions: they are declared here, and roles choose from them. */
export function PermissionsCard(props: {
  readonly known: OrganizationRolesResource;
  readonly save: Roles['save'];
}): ReactNode {
  const { known, save } = props;
  const { mayChange } = useInstance();
  const toast = useToast();
  const [typed, setTyped] = useState('org:');
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const during = async (change: Parameters<Roles['save']>[0], done: string): Promise<boolean> => {
    setBusy(true);
    setProblem(null);
    try {
      await save(change);
      toast(done);
      return true;
    } catch (error) {
      setProblem(sentenceOf(error));
      return false;
    } finally {
      setBusy(false);
    }
  };
  const add = async (event: FormEvent) => {
    event.preventDefault();
    const key = typed.trim();
    const found =
      permissionKeyProblem(key) ??
      (known.permissions.includes(key) ? `There is ${key} already. Choose another key.` : null);
    setProblem(found);
    if (found !== null || isBusy) return;
    const isAdded = await during(
      ({ roles, permissions }) => ({ roles, permissions: [...permissions, key] }),
      `${key} is added. Choose it for roles now.`,
    );
    if (isAdded) setTyped('org:');
  };
  const remove = (key: string) =>
    during(
      ({ roles, permissions }) => ({ roles, permissions: permissions.filter((each) => each !== key) }),
      `${key} is deleted.`,
    );
  const rolesWith = (key: string) =>
    known.roles.filter(({ permissions }) => permissions.includes(key)).map(roleTitle);
  return (
    <section className="card" aria-labelledby="permissions">
      <h2 id="permissions">Permissions of your application</h2>
      {known.permissions.length === 0 ? (
        <p className="muted">None yet. Those of the system (org:sys_…) are always there.</p>
      ) : (
        <ul className="plain">
          {known.permissions.map((key) => (
            <PermissionItem
              key={key}
              permission={key}
              roles={rolesWith(key)}
              onDelete={() => void remove(key)}
            />
          ))}
        </ul>
      )}
      <form noValidate className="ask" onSubmit={(event) => void add(event)}>
        <TextField
          label="New permission"
          hint="A feature and what is done with it, such as org:invoices:create."
          autoComplete="off"
          spellCheck={false}
          readOnly={!mayChange}
          value={typed}
          onChange={(text) => {
            setTyped(text);
            setProblem(null);
          }}
        />
        <ChangeButton type="submit" className="button" disabled={isBusy}>
          Add permission
        </ChangeButton>
      </form>
      {problem ? (
        <p className="alert" role="alert">
          {problem}
        </p>
      ) : null}
    </section>
  );
}
