import type { ReactNode } from 'react';
import { Card } from '../elements/card.tsx';
import { WhenLoaded } from '../elements/when-loaded.tsx';
import { useClerk } from '../hooks/use-clerk.ts';
import { useUser } from '../hooks/use-user.ts';
import { EmailAddressList } from './email-address-list.tsx';
import { NameForm } from './name-form.tsx';
import { PasswordForm } from './password-form.tsx';
import { SessionList } from './session-list.tsx';

function Profile(): ReactNode {
  const { user } = useUser();
  const { signOut, buildSignInUrl } = useClerk();
  if (!user)
    return (
      <Card heading="Your account">
        <p>
          You are signed out.{' '}
          <a className="bartleby-link" href={buildSignInUrl()}>
            Sign in
          </a>{' '}
          to see your account.
        </p>
      </Card>
    );
  return (
    <Card
      isWide
      heading="Your account"
      subheading={user.primaryEmailAddress?.emailAddress}
      footer={
        <button type="button" className="bartleby-link" onClick={() => void signOut()}>
          Sign out
        </button>
      }
    >
      <NameForm user={user} />
      <EmailAddressList user={user} />
      <PasswordForm user={user} />
      <SessionList user={user} />
    </Card>
  );
}

/** The account screen of the signed-in user: name, email addresses, password, sessions. */
export function UserProfile(): ReactNode {
  return (
    <WhenLoaded who="<UserProfile>" heading="Your account">
      <Profile />
    </WhenLoaded>
  );
}
