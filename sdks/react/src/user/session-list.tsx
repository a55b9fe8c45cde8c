import type { SessionWithActivity, User } from '@bartleby/browser';
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { Alert, StatusLine } from '../elements/card.tsx';
import { useSession } from '../hooks/use-user.ts';
import { Section } from './section.tsx';

const lastSeen = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

function deviceName({ latestActivity }: SessionWithActivity): string {
  const { browserName, deviceType, isMobile } = latestActivity ?? {};
  return [browserName, deviceType].filter(Boolean).join(' on ') || (isMobile ? 'A phone' : 'A device');
}

function placeOf({ latestActivity, lastActiveAt }: SessionWithActivity): string {
  const { ipAddress, city, country } = latestActivity ?? {};
  return [lastSeen.format(lastActiveAt), city, country, ipAddress].filter(Boolean).join(' · ');
}

function useSessionList(user: User) {
  const [sessions, setSessions] = useState<readonly SessionWithActivity[] | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [news, setNews] = useState('');
  const attempt = useCallback(
    async (work: () => Promise<string>) => {
      setProblem(null);
      try {
        setNews(await work());
        setSessions(await user.getSessions());
      } catch (error) {
        setProblem(error instanceof Error ? error.message : String(error));
      }
    },
    [user],
  );
  useEffect(() => {
    void attempt(async () => '');
  }, [attempt]);
  const revoke = (some: readonly SessionWithActivity[]) =>
    attempt(async () => {
      for (const session of some) await session.revoke();
      return some.length === 1 ? 'That device is signed out.' : `${some.length} devices are signed out.`;
    });
  return { sessions, problem, news, revoke };
}

/** Where this user is signed in; every place but this one can be signed out. */
export function SessionList({ user }: { readonly user: User }): ReactNode {
  const { sessions, problem, news, revoke } = useSessionList(user);
  const { session: current } = useSession();
  const others = (sessions ?? []).filter(({ id }) => id !== current?.id);
  return (
    <Section heading="Signed-in devices">
      {problem ? <Alert>{problem}</Alert> : null}
      {!sessions && !problem ? <StatusLine>Loading…</StatusLine> : null}
      <ul className="bartleby-list">
        {(sessions ?? []).map((session) => (
          <li key={session.id}>
            <div>
              {deviceName(session)}
              {session.id === current?.id ? <span className="bartleby-badge">This device</span> : null}
              <p className="bartleby-hint">{placeOf(session)}</p>
            </div>
            {session.id === current?.id ? null : (
              <button
                type="button"
                className="bartleby-button bartleby-button-quiet bartleby-button-small"
                onClick={() => void revoke([session])}
              >
                Sign out<span className="bartleby-only-spoken"> {deviceName(session)}</span>
              </button>
            )}
          </li>
        ))}
      </ul>
      {others.length > 1 ? (
        <button
          type="button"
          className="bartleby-button bartleby-button-quiet bartleby-button-small"
          onClick={() => void revoke(others)}
        >
          Sign out of all other devices
        </button>
      ) : null}
      <StatusLine>{news}</StatusLine>
    </Section>
  );
}
