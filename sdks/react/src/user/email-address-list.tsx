import type { EmailAddress, User } from '@bartleby/browser';
import type { ReactNode } from 'react';
import { Section } from './section.tsx';

function Badges({ address, user }: { address: EmailAddress; user: User }): ReactNode {
  const isVerified = address.verification?.status === 'verified';
  return (
    <>
      {address.id === user.primaryEmailAddressId ? <span className="bartleby-badge">Primary</span> : null}
      {isVerified ? null : <span className="bartleby-badge">Not verified</span>}
    </>
  );
}

/** The addresses this user can be reached at. */
export function EmailAddressList({ user }: { readonly user: User }): ReactNode {
  return (
    <Section heading="Email addresses">
      <ul className="bartleby-list">
        {user.emailAddresses.map((address) => (
          <li key={address.id}>
            <div>
              {address.emailAddress}
              <Badges address={address} user={user} />
            </div>
          </li>
        ))}
      </ul>
    </Section>
  );
}
