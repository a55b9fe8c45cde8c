import type { TokenExplanation } from '@bartleby/api-contract';
import { type FormEvent, type ReactNode, useState } from 'react';
import { useSearchParams } from 'react-router';
import { Empty, WhenLoaded } from '../elements/states.tsx';
import { TextArea } from '../elements/text-area.tsx';
import { usePageTitle } from '../elements/use-page-title.ts';
import { useInstance } from '../platform/instance-context.tsx';
import { useLoad } from '../platform/use-load.ts';
import { ClaimsTable } from './claims-table.tsx';
import { ExplanationHead } from './explanation-head.tsx';

/** A token that was pasted, or a session that a link named. */
type Question = { readonly token: string } | { readonly session_id: string };

function TokenForm({ onAsk }: { readonly onAsk: (token: string) => void }): ReactNode {
  const [token, setToken] = useState('');
  const ask = (event: FormEvent) => {
    event.preventDefault();
    if (token.trim()) onAsk(token.trim());
  };
  return (
    <form className="ask" onSubmit={ask}>
      <TextArea
        label="Session token"
        className="token-input"
        rows={4}
        hint={
          <>
            From a cookie <code>__session</code> or an Authorization header; expired ones too. It is sent to
            your own server alone and kept nowhere.
          </>
        }
        value={token}
        onChange={setToken}
      />
      <button type="submit" className="button primary" disabled={!token.trim()}>
        Explain
      </button>
    </form>
  );
}

function Answer({ question }: { readonly question: Question }): ReactNode {
  const { platform } = useInstance();
  const loaded = useLoad<TokenExplanation>(JSON.stringify(question), () => platform.explain(question));
  return (
    <section className="card" aria-labelledby="explanation">
      <h2 id="explanation">{'token' in question ? 'This token' : 'The next token of this session'}</h2>
      <WhenLoaded loaded={loaded} what="the explanation">
        {(explanation) => (
          <>
            <ExplanationHead explanation={explanation} />
            <ClaimsTable explanation={explanation} />
          </>
        )}
      </WhenLoaded>
    </section>
  );
}

/** Where each claim of a token comes from, and what it would be now. */
export function ExplainPage(): ReactNode {
  usePageTitle('Explain a token');
  const [search, setSearch] = useSearchParams();
  const [token, setToken] = useState<string | null>(null);
  const session = search.get('session');
  const ask = (pasted: string) => {
    // A token must not get into the address bar: whoever reads it there is signed in.
    if (session) setSearch({}, { replace: true });
    setToken(pasted);
  };
  const question: Question | null = session ? { session_id: session } : token === null ? null : { token };
  return (
    <section className="page">
      <h1>Explain a token</h1>
      <section className="card" aria-label="Token">
        <TokenForm onAsk={ask} />
      </section>
      {question ? (
        <Answer key={JSON.stringify(question)} question={question} />
      ) : (
        <Empty title="Paste a token to see where each claim comes from.">
          <p>Or open a user and choose Explain beside a session.</p>
        </Empty>
      )}
    </section>
  );
}
