import { type KeyboardEvent, type ReactNode, useEffect, useId, useState } from 'react';
import { useDebounced } from '../elements/use-debounced.ts';
import { useInstance } from '../platform/instance-context.tsx';
import { sentenceOf } from '../platform/platform-error.ts';
import type { User } from '../platform/resources.ts';
import { useLoad } from '../platform/use-load.ts';
import { primaryAddressOf, userName } from '../users/user-name.ts';

const SHOWN = 8;

export interface ChosenUser {
  readonly id: string;
  readonly name: string;
}

interface PickerProps {
  readonly chosen: ChosenUser | null;
  readonly onChoose: (user: ChosenUser) => void;
}

/** Search, open list and active option; the first user is chosen by itself. */
function usePicker({ chosen, onChoose }: PickerProps) {
  const { platform } = useInstance();
  const [text, setText] = useState<string | null>(null);
  const [active, setActive] = useState(0);
  const query = useDebounced(text ?? '', 200);
  const found = useLoad(query, () => platform.users({ query, limit: SHOWN, offset: 0 }));
  const users = found.value?.data ?? [];
  const first = users[0];
  useEffect(() => {
    if (!chosen && first) onChoose({ id: first.id, name: userName(first) });
  }, [chosen, first, onChoose]);
  const isSettled = query === (text ?? '') && !found.isLoading;
  const choose = (user: User | undefined) => {
    if (user) onChoose({ id: user.id, name: userName(user) });
    setText(null);
    setActive(0);
  };
  const open = (value: string) => {
    setText(value);
    setActive(0);
  };
  return { text, open, choose, close: () => setText(null), active, setActive, users, found, isSettled };
}

type Picker = ReturnType<typeof usePicker>;

function onPickerKey(event: KeyboardEvent, picker: Picker): void {
  const { users, active, setActive, text } = picker;
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    event.preventDefault();
    const step = event.key === 'ArrowDown' ? 1 : -1;
    if (text === null) picker.open('');
    else setActive((active + step + users.length) % Math.max(users.length, 1));
  } else if (event.key === 'Enter') {
    event.preventDefault();
    if (text !== null && picker.isSettled) picker.choose(users[active]);
  } else if (event.key === 'Escape' && text !== null) {
    event.preventDefault();
    picker.close();
  }
}

function Options({ picker, id }: { readonly picker: Picker; readonly id: string }): ReactNode {
  const { users, active, found } = picker;
  if (users.length === 0)
    return (
      <p className="picker-list picker-none" role="status">
        {found.error ? sentenceOf(found.error) : found.isLoading ? 'Searching…' : 'Nobody found.'}
      </p>
    );
  return (
    <div id={`${id}-list`} className="picker-list" role="listbox" aria-label="Users">
      {users.map((user, index) => (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the combobox has the keys, as its pattern says.
        // biome-ignore lint/a11y/useFocusableInteractive: the combobox keeps the focus, as its pattern says.
        <div
          key={user.id}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          onMouseDown={(event) => event.preventDefault()}
          onClick={() => picker.choose(user)}
        >
          <span dir="auto">{userName(user)}</span>
          <span className="muted" dir="auto">
            {primaryAddressOf(user) ?? user.id}
          </span>
        </div>
      ))}
    </div>
  );
}

/** Chooses the user whose token is previewed. */
export function UserPicker(props: PickerProps): ReactNode {
  const id = useId();
  const picker = usePicker(props);
  const isOpen = picker.text !== null;
  return (
    <div className="picker">
      <label htmlFor={id}>User</label>
      <input
        id={id}
        role="combobox"
        aria-expanded={isOpen}
        aria-autocomplete="list"
        aria-controls={`${id}-list`}
        aria-activedescendant={isOpen && picker.users.length > 0 ? `${id}-${picker.active}` : undefined}
        autoComplete="off"
        placeholder="Search by name, address or id"
        value={picker.text ?? props.chosen?.name ?? ''}
        onChange={(event) => picker.open(event.target.value)}
        onFocus={(event) => event.target.select()}
        onClick={() => picker.open('')}
        onBlur={picker.close}
        onKeyDown={(event) => onPickerKey(event, picker)}
      />
      {isOpen ? <Options picker={picker} id={id} /> : null}
    </div>
  );
}
