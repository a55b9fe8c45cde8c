import type { TokenExplanation } from '@bartleby/api-contract';
import { limits } from '@bartleby/claims-template';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Instant } from '../elements/instant.tsx';

const versionText = (version: number | null) => (version === null ? 'none' : `version ${version}`);
const bytesText = (bytes: number) =>
  `${bytes.toLocaleString('en')} of ${limits.cookieBytes.toLocaleString('en')} bytes`;

/** Whose token it is, when and by which template it was made, and what stands in the way of the next one. */
export function ExplanationHead({ explanation }: { readonly explanation: TokenExplanation }): ReactNode {
  const { token, ended, user_id, session_id, template_version, cookie_bytes } = explanation;
  return (
    <>
      <dl className="facts explained">
        <div>
          <dt>User</dt>
          <dd>
            {ended === 'user_gone' ? (
              <code>{user_id}</code>
            ) : (
              <Link to={`/dashboard/users/${encodeURIComponent(user_id)}`}>
                <code>{user_id}</code>
              </Link>
            )}
          </dd>
        </div>
        <div>
          <dt>Session</dt>
          <dd>
            <code>{session_id}</code>
          </dd>
        </div>
        {token ? (
          <>
            <div>
              <dt>Issued</dt>
              <dd>
                <Instant at={token.issued_at} />{' '}
                {token.expired ? <span className="badge">expired</span> : null}
              </dd>
            </div>
            <div>
              <dt>Template then</dt>
              <dd>{versionText(token.template_version)}</dd>
            </div>
            <div>
              <dt>Cookie then</dt>
              <dd>{bytesText(token.cookie_bytes)}</dd>
            </div>
          </>
        ) : null}
        {cookie_bytes === null ? null : (
          <>
            <div>
              <dt>Template now</dt>
              <dd>{versionText(template_version)}</dd>
            </div>
            <div>
              <dt>Cookie now</dt>
              <dd>{bytesText(cookie_bytes)}</dd>
            </div>
          </>
        )}
      </dl>
      {token?.claims_omitted ? (
        <p className="banner">
          The custom claims of this token did not fit in the cookie and were left out, all together: claim{' '}
          <code>__omitted</code> says so. Make the template or the user’s data smaller.
        </p>
      ) : null}
      {ended === 'session_ended' ? (
        <p className="banner">
          This session has ended. “Now” is what the user’s latest session gets, or the next one.
        </p>
      ) : null}
      {ended === 'user_gone' ? (
        <p className="banner">This user is deleted: there is no next token, and fields have no values.</p>
      ) : null}
    </>
  );
}
