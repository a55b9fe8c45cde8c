import type { User } from '@bartleby/browser';
import type { ReactNode } from 'react';

const firstLetter = (text: string | null | undefined) => [...(text ?? '')].slice(0, 1).join('');

/** The user's picture, or their initials. */
export function Avatar({ user }: { readonly user: User }): ReactNode {
  if (user.hasImage && user.imageUrl)
    return <img className="bartleby-avatar" src={user.imageUrl} alt="" width={40} height={40} />;
  const initials =
    firstLetter(user.firstName) + firstLetter(user.lastName) ||
    firstLetter(user.primaryEmailAddress?.emailAddress);
  return <span className="bartleby-avatar">{initials.toUpperCase()}</span>;
}
