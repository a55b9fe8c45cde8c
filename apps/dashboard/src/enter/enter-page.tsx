import { useAuth, useClerk, useSignIn } from '@bartleby/react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import { useNavigate } from 'react-router';
import { Failure, Loading } from '../elements/states.tsx';
import { usePageTitle } from '../elements/use-page-title.ts';
import { accountCalls } from '../platform/platform-client.ts';
import { PlatformError } from '../platform/platform-error.ts';
import { platformRequest } from '../platform/platform-request.ts';
import { useLoad } from '../platform/use-load.ts';
import { signInUrl } from './operators-instance.ts';
import { PasswordForm } from './password-form.tsx';

/** Read once: the address loses it at once, so that nobody finds it in the history. */
function useTicketOfAddress(): string | null {
  const [ticket] = useState(() => new URLSearchParams(window.location.search).get('ticket'));
  useEffect(() => {
    window.history.replaceState(window.history.state, '', '/dashboard/enter');
  }, []);
  return ticket;
}

function useTicketSignIn(ticket: string | null) {
  const { isLoaded, signIn, setActive } = useSignIn();
  const { isSignedIn } = useAuth();
  const [problem, setProblem] = useState<'spent' | 'unreachable' | null>(null);
  const isUsed = useRef(false);
  useEffect(() => {
    if (!isLoaded || isUsed.current || !ticket) return;
    // Once, also where effects run twice: the second use would be refused.
    isUsed.current = true;
    signIn
      .create({ strategy: 'ticket', ticket })
      .then((attempt) => setActive({ session: attempt.createdSessionId }))
      .catch((error: { status?: number }) => setProblem(error.status === 0 ? 'unreachable' : 'spent'));
  }, [isLoaded, signIn, setActive, ticket]);
  return { problem, isSignedIn };
}

function SpentLink({ isSignedIn }: { readonly isSignedIn: boolean }): ReactNode {
  return (
    <section className="card lone">
      <h1>This link no longer works</h1>
      <p>A link signs in once, within 15 minutes. On the machine that runs the server, make another:</p>
      <pre className="block">npx bartleby operators link</pre>
      <p className="row">
        {isSignedIn ? (
          <a className="button primary" href="/dashboard/sessions">
            Go on to the Dashboard
          </a>
        ) : (
          <a className="button" href={signInUrl(`${window.location.origin}/dashboard/sessions`)}>
            Sign in with your password
          </a>
        )}
      </p>
    </section>
  );
}

function AfterEntry(): ReactNode {
  const navigate = useNavigate();
  const { getToken } = useAuth();
  const account = useMemo(() => accountCalls(platformRequest((options) => getToken(options))), [getToken]);
  const me = useLoad('me', account.me);
  const goOn = () => void navigate('/dashboard/sessions', { replace: true });
  const isComplete = me.value?.has_password === true;
  useEffect(() => {
    if (isComplete) void navigate('/dashboard/sessions', { replace: true });
  }, [isComplete, navigate]);
  if (me.error) return <Failure error={me.error} onRetry={me.reload} />;
  if (!me.value || isComplete) return <Loading what="your account" />;
  return <PasswordForm operator={me.value} onSet={account.setPassword} onDone={goOn} />;
}

/** `/dashboard/enter?ticket=…`: signs the operator in with a one-time link. */
export function EnterPage(): ReactNode {
  usePageTitle('Enter');
  const ticket = useTicketOfAddress();
  const { problem, isSignedIn } = useTicketSignIn(ticket);
  const { status } = useClerk();
  return (
    <main className="lone">
      {problem === 'unreachable' || status === 'degraded' ? (
        <Failure error={new PlatformError(0, [])} onRetry={() => window.location.reload()} />
      ) : problem === 'spent' || !ticket ? (
        <SpentLink isSignedIn={isSignedIn === true} />
      ) : isSignedIn ? (
        <AfterEntry />
      ) : (
        <Loading what="your session" />
      )}
    </main>
  );
}
