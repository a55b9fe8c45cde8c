import type { TokenOverflow } from '@bartleby/api-contract';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Instant } from '../elements/instant.tsx';
import { useInstance } from '../platform/instance-context.tsx';
import { useLoad } from '../platform/use-load.ts';

const number = (value: number) => value.toLocaleString('en');

function Line({ overflow }: { readonly overflow: TokenOverflow }): ReactNode {
  const { user_id: id, name, heaviest_claim: claim, first_at: first, last_at: last } = overflow;
  return (
    <li>
      <Link to={`/dashboard/users/${encodeURIComponent(id)}`} dir="auto">
        {name}
      </Link>
      : {number(overflow.cookie_bytes)} of {number(overflow.max_bytes)} bytes, of which{' '}
      <code dir="auto">{claim}</code> {number(overflow.heaviest_claim_bytes)}; first on <Instant at={first} />
      {last === first ? null : (
        <>
          , last on <Instant at={last} />
        </>
      )}
    </li>
  );
}

/**
 * Tells whose tokens come without their custom claims now; nothing while everybody's fit, or while it is not known.
 * @param version of the configuration: another one may let tokens fit
 */
export function OverflowBanner({ version }: { readonly version: string }): ReactNode {
  const { platform } = useInstance();
  const { value } = useLoad(`overflows ${version}`, platform.overflows);
  if (!value || value.data.length === 0) return null;
  const { length } = value.data;
  const who =
    length === 1
      ? 'One user’s tokens come'
      : `The tokens of ${length} ${value.more ? 'users or more' : 'users'} come`;
  return (
    <section className="warning overflow" aria-labelledby="overflow">
      <h2 id="overflow">{who} without their custom claims</h2>
      <p>
        They do not fit in the cookie. Make what the claim reads smaller, or read less of it.{' '}
        <a href="/docs/when-a-token-is-too-large">What apps see meanwhile</a>
      </p>
      <ul>
        {value.data.map((overflow) => (
          <Line key={overflow.user_id} overflow={overflow} />
        ))}
      </ul>
    </section>
  );
}
