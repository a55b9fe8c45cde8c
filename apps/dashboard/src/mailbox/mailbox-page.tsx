import { type ReactNode, useEffect, useState } from 'react';
import { CodeBlock } from '../elements/code-block.tsx';
import { CopyButton } from '../elements/copy-button.tsx';
import { Instant } from '../elements/instant.tsx';
import { Paging } from '../elements/paging.tsx';
import { Empty, WhenLoaded } from '../elements/states.tsx';
import { usePageTitle } from '../elements/use-page-title.ts';
import { useInstance } from '../platform/instance-context.tsx';
import type { MailSummary } from '../platform/resources.ts';
import { useLoad } from '../platform/use-load.ts';

const PAGE_SIZE = 20;
const REFRESH_MILLISECONDS = 4000;

function MailText({ id }: { readonly id: string }): ReactNode {
  const { platform } = useInstance();
  const loaded = useLoad(id, () => platform.mail(id));
  return (
    <WhenLoaded loaded={loaded} what="the mail">
      {({ text }) => (
        <CodeBlock label="Text of the mail" className="block mail-text" dir="auto">
          {text}
        </CodeBlock>
      )}
    </WhenLoaded>
  );
}

function MailItem({ mail }: { readonly mail: MailSummary }): ReactNode {
  const [isOpen, setOpen] = useState(false);
  return (
    <li className="mail card">
      <div className="spread">
        <div>
          <h2 dir="auto">{mail.subject}</h2>
          <p className="muted">
            to <span dir="auto">{mail.to}</span>, <Instant at={mail.created_at} />
          </p>
        </div>
        {mail.code ? (
          <p className="row">
            <code className="code">{mail.code}</code>
            <CopyButton text={mail.code} what={`the code ${mail.code}`} />
          </p>
        ) : null}
      </div>
      <button type="button" className="button small" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        {isOpen ? 'Hide text' : 'Show text'}
      </button>
      {isOpen ? <MailText id={mail.id} /> : null}
    </li>
  );
}

/** Mails of a development instance, newest first; looks for new ones by itself. */
function Mails(): ReactNode {
  const { platform } = useInstance();
  const [offset, setOffset] = useState(0);
  const loaded = useLoad(String(offset), () => platform.mailbox({ limit: PAGE_SIZE, offset }));
  const { reload } = loaded;
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void reload();
    }, REFRESH_MILLISECONDS);
    return () => clearInterval(timer);
  }, [reload]);
  return (
    <WhenLoaded loaded={loaded} what="the mails">
      {({ data, total_count, smtp }) => (
        <>
          {smtp ? <p className="notice">Mails go out by SMTP: new ones do not come here.</p> : null}
          {data.length === 0 ? (
            <Empty title="No mail yet.">
              <p>Sign up in your app, and the code turns up here.</p>
            </Empty>
          ) : (
            <ul className="plain mails">
              {data.map((mail) => (
                <MailItem key={mail.id} mail={mail} />
              ))}
            </ul>
          )}
          <Paging offset={offset} limit={PAGE_SIZE} total={total_count} onMove={setOffset} />
        </>
      )}
    </WhenLoaded>
  );
}

export function MailboxPage(): ReactNode {
  usePageTitle('Mailbox');
  const { mayChange } = useInstance();
  return (
    <section className="page">
      <h1>Mailbox</h1>
      <p className="lead">What this server would have sent, while you develop.</p>
      {mayChange ? (
        <Mails />
      ) : (
        <Empty title="Only an owner reads the mails.">
          <p>Their codes and links sign in as somebody else.</p>
        </Empty>
      )}
    </section>
  );
}
