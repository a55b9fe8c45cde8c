import { type ReactNode, useEffect, useRef, useState } from 'react';
import { Alert, Card, StatusLine } from '../elements/card.tsx';
import { useBrowserState } from '../hooks/use-browser-state.ts';
import { existingSession } from './existing-session.ts';

/** `?__clerk_ticket=` of the page's address, as it was when the screen came up. */
export function useTicket(): string | null {
  const [ticket] = useState(() =>
    typeof window === 'undefined' ? null : new URLSearchParams(window.location.search).get('__clerk_ticket'),
  );
  return ticket;
}

/** A ticket is good for one use: nobody should find it in the history afterwards. */
function forgetTicket(): void {
  const url = new URL(window.location.href);
  url.searchParams.delete('__clerk_ticket');
  url.searchParams.delete('__clerk_status');
  window.history.replaceState(window.history.state, '', url);
}

/** Signs in with a one-time link, without asking anything. */
export function TicketSignIn(props: {
  readonly ticket: string;
  readonly onComplete: (sessionId: string | null) => Promise<void>;
}): ReactNode {
  const { client, signIn } = useBrowserState('<SignIn>');
  const [problem, setProblem] = useState<string | null>(null);
  const isUsed = useRef(false);
  useEffect(() => {
    if (isUsed.current || !signIn) return;
    // Once, also where effects run twice: the second use would be refused.
    isUsed.current = true;
    forgetTicket();
    signIn
      .create({ strategy: 'ticket', ticket: props.ticket })
      .then(
        (attempt) => attempt.createdSessionId,
        (error: unknown) => {
          const sessionId = existingSession(error, client?.lastActiveSessionId);
          if (!sessionId) throw error;
          return sessionId;
        },
      )
      .then(props.onComplete)
      .catch((error: unknown) => setProblem(error instanceof Error ? error.message : String(error)));
  }, [signIn, client, props]);
  return (
    <Card heading={problem ? 'This link no longer works' : 'Signing you in'}>
      {problem ? (
        <Alert>{problem} A link works once and for a short time: ask for a new one.</Alert>
      ) : (
        <StatusLine>One moment…</StatusLine>
      )}
    </Card>
  );
}
