import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { ChangeButton } from '../elements/change-button.tsx';
import { ConfirmDialog } from '../elements/confirm-dialog.tsx';
import { Instant } from '../elements/instant.tsx';
import { WhenLoaded } from '../elements/states.tsx';
import { useToast } from '../elements/toast.tsx';
import { useInstance } from '../platform/instance-context.tsx';
import { useLoad } from '../platform/use-load.ts';

export function UserSessions({ userId }: { readonly userId: string }): ReactNode {
  const { platform } = useInstance();
  const toast = useToast();
  const loaded = useLoad(userId, () => platform.userSessions(userId));
  const [asked, setAsked] = useState<string | null>(null);
  const revoke = async (id: string) => {
    await platform.revokeSession(id);
    setAsked(null);
    await loaded.reload();
    toast('The session is revoked.');
  };
  return (
    <section className="card" aria-labelledby="sessions">
      <h2 id="sessions">Sessions</h2>
      <WhenLoaded loaded={loaded} what="the sessions">
        {(sessions) =>
          sessions.length === 0 ? (
            <p className="muted">None.</p>
          ) : (
            <ul className="plain">
              {sessions.map((session) => (
                <li key={session.id} className="spread">
                  <span>
                    <code>{session.id}</code> <span className="badge">{session.status}</span>{' '}
                    <span className="muted">
                      last active <Instant at={session.last_active_at} />
                    </span>
                  </span>
                  <span className="actions">
                    <Link
                      className="button small"
                      aria-label={`Explain session ${session.id}`}
                      to={`/dashboard/explain?session=${encodeURIComponent(session.id)}`}
                    >
                      Explain
                    </Link>
                    {session.status === 'active' ? (
                      <ChangeButton
                        className="button small danger"
                        aria-label={`Revoke session ${session.id}`}
                        onClick={() => setAsked(session.id)}
                      >
                        Revoke
                      </ChangeButton>
                    ) : null}
                  </span>
                </li>
              ))}
            </ul>
          )
        }
      </WhenLoaded>
      {asked ? (
        <ConfirmDialog
          title="Revoke this session?"
          confirm="Revoke"
          onConfirm={() => revoke(asked)}
          onCancel={() => setAsked(null)}
        >
          <p>It gets no further token. Tokens already out end within a minute.</p>
        </ConfirmDialog>
      ) : null}
    </section>
  );
}
