import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import { ChangeButton } from '../elements/change-button.tsx';
import { TextField } from '../elements/text-field.tsx';
import { useToast } from '../elements/toast.tsx';
import { useInstance } from '../platform/instance-context.tsx';
import { sentenceOf } from '../platform/platform-error.ts';
import type { User } from '../platform/resources.ts';
import type { OnDirty } from './use-dirty-parts.ts';

const FIELDS = [
  ['first_name', 'First name'],
  ['last_name', 'Last name'],
  ['username', 'Username'],
  ['external_id', 'External id'],
] as const;

function namesOf(user: User) {
  return {
    first_name: user.first_name ?? '',
    last_name: user.last_name ?? '',
    username: user.username ?? '',
    external_id: user.external_id ?? '',
  };
}

export function NamesForm(props: {
  readonly user: User;
  readonly onChange: () => Promise<unknown>;
  readonly onDirty: OnDirty;
}): ReactNode {
  const { user, onChange, onDirty } = props;
  const { platform, mayChange } = useInstance();
  const toast = useToast();
  const [names, setNames] = useState(namesOf(user));
  const [problem, setProblem] = useState<string | null>(null);
  const [isBusy, setBusy] = useState(false);
  const isDirty = JSON.stringify(names) !== JSON.stringify(namesOf(user));
  useEffect(() => onDirty('names', isDirty), [onDirty, isDirty]);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setProblem(null);
    try {
      await platform.updateUser(user.id, {
        first_name: names.first_name || null,
        last_name: names.last_name || null,
        username: names.username || null,
        external_id: names.external_id || null,
      });
      await onChange();
      toast('The names are saved.');
    } catch (error) {
      setProblem(sentenceOf(error));
    }
    setBusy(false);
  };
  return (
    <form className="card" aria-labelledby="names" onSubmit={(event) => void submit(event)}>
      <h2 id="names">Names</h2>
      <div className="grid">
        {FIELDS.map(([name, label]) => (
          <TextField
            key={name}
            label={label}
            dir="auto"
            autoComplete="off"
            readOnly={!mayChange}
            value={names[name]}
            onChange={(value) => setNames({ ...names, [name]: value })}
          />
        ))}
      </div>
      {problem ? (
        <p className="alert" role="alert">
          {problem}
        </p>
      ) : null}
      <ChangeButton type="submit" className="button" disabled={!isDirty || isBusy}>
        Save names
      </ChangeButton>
    </form>
  );
}
