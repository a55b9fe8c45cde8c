import type { User } from '@bartleby/browser';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import { useClerk } from '../hooks/use-clerk.ts';
import { useUser } from '../hooks/use-user.ts';
import { useStyleSheet } from '../styles/use-style-sheet.ts';
import { Avatar } from './avatar.tsx';

export interface UserButtonProps {
  /** Where *Manage account* leads. Default: the provider's, else the Account Portal's. */
  readonly userProfileUrl?: string | undefined;
  readonly afterSignOutUrl?: string | undefined;
}

/** Closes on a click elsewhere, on Escape, and when focus leaves. */
function useDisclosure() {
  const [isOpen, setOpen] = useState(false);
  const rootRef = useRef<HTMLDivElement | null>(null);
  const buttonRef = useRef<HTMLButtonElement | null>(null);
  useEffect(() => {
    if (!isOpen) return;
    const closeOutside = (event: Event) => {
      if (!rootRef.current?.contains(event.target as Node)) setOpen(false);
    };
    document.addEventListener('pointerdown', closeOutside);
    document.addEventListener('focusin', closeOutside);
    return () => {
      document.removeEventListener('pointerdown', closeOutside);
      document.removeEventListener('focusin', closeOutside);
    };
  }, [isOpen]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || !isOpen) return;
    setOpen(false);
    buttonRef.current?.focus();
  };
  return { isOpen, toggle: () => setOpen(!isOpen), rootRef, buttonRef, onKeyDown };
}

function AccountMenu({ id, user, props }: { id: string; user: User; props: UserButtonProps }): ReactNode {
  const { signOut, buildUserProfileUrl } = useClerk();
  const emailAddress = user.primaryEmailAddress?.emailAddress;
  const { afterSignOutUrl } = props;
  return (
    <div id={id} className="bartleby-menu">
      <p className="bartleby-menu-name">
        <strong>{user.fullName ?? emailAddress}</strong>
        {user.fullName ? <span>{emailAddress}</span> : null}
      </p>
      <a className="bartleby-menu-item" href={props.userProfileUrl ?? buildUserProfileUrl()}>
        Manage account
      </a>
      <button
        type="button"
        className="bartleby-menu-item"
        onClick={() => void signOut(afterSignOutUrl ? { redirectUrl: afterSignOutUrl } : {})}
      >
        Sign out
      </button>
    </div>
  );
}

/** The signed-in user's avatar with a small menu: manage account, sign out. Nothing when signed out. */
export function UserButton(props: UserButtonProps): ReactNode {
  const { user } = useUser();
  const id = useId();
  const { isOpen, toggle, rootRef, buttonRef, onKeyDown } = useDisclosure();
  useStyleSheet();
  if (!user) return null;
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: it only hears Escape from the controls inside.
    <div ref={rootRef} className="bartleby-user-button" onKeyDown={onKeyDown}>
      <button
        ref={buttonRef}
        type="button"
        className="bartleby-avatar-button"
        aria-expanded={isOpen}
        aria-controls={isOpen ? id : undefined}
        onClick={toggle}
      >
        <Avatar user={user} />
        <span className="bartleby-only-spoken"> Account</span>
      </button>
      {isOpen ? <AccountMenu id={id} user={user} props={props} /> : null}
    </div>
  );
}
