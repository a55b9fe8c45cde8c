import type { ReactNode } from 'react';
import { TextField } from '../../elements/text-field.tsx';
import type { BrokenUsers } from './use-broken-users.ts';

/** The question for the number of users who are broken; nothing when nobody is. */
export function BrokenUsersField(props: {
  readonly broken: BrokenUsers;
  /** What is done nevertheless. */
  readonly what: 'Save' | 'Roll back';
  readonly autoFocus?: boolean;
}): ReactNode {
  const { broken, what, autoFocus = false } = props;
  if (broken.count === 0) return null;
  return (
    <TextField
      label={`${what} nevertheless: type the number of users whose tokens lose their claims`}
      value={broken.typed}
      inputMode="numeric"
      autoFocus={autoFocus}
      onChange={broken.setTyped}
      autoComplete="off"
    />
  );
}
