import type { EmailAddress, User } from '@bartleby/browser';
import { type ReactNode, useState } from 'react';
import { Alert, StatusLine } from '../elements/card.tsx';
import { CodeStep } from '../elements/code-step.tsx';
import { formErrorsFrom } from '../elements/form-errors.ts';
import { AddEmailAddress } from './add-email-address.tsx';
import { Section } from './section.tsx';

const isVerified = (address: EmailAddress) => address.verification?.status === 'verified';

interface RowProps {
  readonly address: EmailAddress;
  readonly isPrimary: boolean;
  readonly onVerify: () => void;
  readonly onMakePrimary: () => void;
  readonly onRemove: () => void;
}

function RowButton(props: { text: string; about: string; onClick: () => void }): ReactNode {
  return (
    <button
      type="button"
      className="bartleby-button bartleby-button-quiet bartleby-button-small"
      onClick={props.onClick}
    >
      {props.text}
      <span className="bartleby-only-spoken"> {props.about}</span>
    </button>
  );
}

function Row({ address, isPrimary, onVerify, onMakePrimary, onRemove }: RowProps): ReactNode {
  const about = address.emailAddress;
  return (
    <li>
      <div>
        {about}
        {isPrimary ? <span className="bartleby-badge">Primary</span> : null}
        {isVerified(address) ? null : <span className="bartleby-badge">Not verified</span>}
      </div>
      {isPrimary ? null : (
        <div className="bartleby-row-buttons">
          {isVerified(address) ? (
            <RowButton text="Make primary" about={about} onClick={onMakePrimary} />
          ) : (
            <RowButton text="Verify" about={about} onClick={onVerify} />
          )}
          <RowButton text="Remove" about={about} onClick={onRemove} />
        </div>
      )}
    </li>
  );
}

/** What the section is doing besides listing. */
function useAddressWork(user: User) {
  const [news, setNews] = useState('');
  const [problem, setProblem] = useState<string | null>(null);
  const [verifying, setVerifying] = useState<EmailAddress | null>(null);
  const attempt = async (work: () => Promise<unknown>, done: string) => {
    setProblem(null);
    setNews('');
    try {
      await work();
      setNews(done);
    } catch (error) {
      setProblem(formErrorsFrom(error, []).form);
    }
  };
  const startVerifying = (address: EmailAddress) =>
    attempt(async () => setVerifying(await address.prepareVerification()), '');
  const verify = async (address: EmailAddress, code: string) => {
    await address.attemptVerification({ code });
    setVerifying(null);
    setNews(`${address.emailAddress} is verified.`);
    await user.reload();
  };
  return { news, problem, verifying, setVerifying, attempt, startVerifying, verify };
}

function Verify(props: {
  readonly address: EmailAddress;
  readonly onAttempt: (code: string) => Promise<void>;
  readonly onCancel: () => void;
}): ReactNode {
  const { address } = props;
  return (
    <div className="bartleby-inset">
      <p>
        We sent a code to <strong>{address.emailAddress}</strong>
      </p>
      <CodeStep
        onAttempt={props.onAttempt}
        onResend={async () => {
          await address.prepareVerification();
        }}
      />
      <button type="button" className="bartleby-link" onClick={props.onCancel}>
        Not now
      </button>
    </div>
  );
}

/** The addresses this user can be reached at: add, verify, choose the primary one, remove. */
export function EmailAddressList({ user }: { readonly user: User }): ReactNode {
  const { news, problem, verifying, setVerifying, attempt, startVerifying, verify } = useAddressWork(user);
  return (
    <Section heading="Email addresses">
      {problem ? <Alert>{problem}</Alert> : null}
      <ul className="bartleby-list">
        {user.emailAddresses.map((address) => (
          <Row
            key={address.id}
            address={address}
            isPrimary={address.id === user.primaryEmailAddressId}
            onVerify={() => void startVerifying(address)}
            onMakePrimary={() =>
              void attempt(
                () => user.update({ primaryEmailAddressId: address.id }),
                `${address.emailAddress} is your primary address.`,
              )
            }
            onRemove={() => void attempt(() => address.destroy(), `${address.emailAddress} is removed.`)}
          />
        ))}
      </ul>
      {verifying ? (
        <Verify
          key={verifying.id}
          address={verifying}
          onAttempt={(code) => verify(verifying, code)}
          onCancel={() => setVerifying(null)}
        />
      ) : (
        <AddEmailAddress user={user} onAdded={startVerifying} />
      )}
      <StatusLine>{news}</StatusLine>
    </Section>
  );
}
