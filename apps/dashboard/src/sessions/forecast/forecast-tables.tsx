import type { ForecastChange, ForecastResult, ForecastSizes } from '@bartleby/api-contract';
import type { ReactNode } from 'react';
import { users } from './size-chart.tsx';

const number = (value: number): string => value.toLocaleString('en');

function SizeRows({ name, sizes }: { readonly name: string; readonly sizes: ForecastSizes }): ReactNode {
  const { before, after, max_bytes: most } = sizes;
  const rows = [
    ['median', before.median_bytes, after.median_bytes],
    ['95 of 100 users at most', before.p95_bytes, after.p95_bytes],
    ['largest', before.largest_bytes, after.largest_bytes],
  ] as const;
  return rows.map(([what, old, now]) => (
    <tr key={what}>
      <th scope="row">
        {name}, {what}
      </th>
      <td>{number(old)}</td>
      <td className={now > most ? 'too-large' : undefined}>{number(now)}</td>
      <td>{number(most)}</td>
    </tr>
  ));
}

export function SizesTable({ forecast }: { readonly forecast: ForecastResult }): ReactNode {
  return (
    <table className="numbers">
      <caption>Sizes in bytes</caption>
      <thead>
        <tr>
          <th scope="col">Of</th>
          <th scope="col">Now</th>
          <th scope="col">Draft</th>
          <th scope="col">At most</th>
        </tr>
      </thead>
      <tbody>
        <SizeRows name="Cookie" sizes={forecast.cookie} />
        <SizeRows name="Handshake" sizes={forecast.handshake} />
      </tbody>
    </table>
  );
}

export function DistributionTable({ forecast }: { readonly forecast: ForecastResult }): ReactNode {
  return (
    <details>
      <summary>The picture as a table</summary>
      <table className="numbers">
        <caption>Users by size of the cookie</caption>
        <thead>
          <tr>
            <th scope="col">Bytes</th>
            <th scope="col">Now</th>
            <th scope="col">Draft</th>
          </tr>
        </thead>
        <tbody>
          {forecast.distribution.map(({ from_bytes: from, to_bytes: to, before, after }) => (
            <tr key={from}>
              <th scope="row">
                {to === null ? `over ${number(from)}` : `${number(from + 1)} to ${number(to)}`}
              </th>
              <td>{number(before)}</td>
              <td>{number(after)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

/** Who would lose their claims, and because of which one; without anybody, the heaviest. */
export function HeaviestTable({ forecast }: { readonly forecast: ForecastResult }): ReactNode {
  const broken = forecast.heaviest.filter(({ fits }) => !fits);
  const shown = broken.length > 0 ? broken : forecast.heaviest.slice(0, 3);
  if (shown.length === 0) return null;
  return (
    <table className="people">
      <caption>{broken.length > 0 ? 'Who would not fit, largest first' : 'The largest cookies'}</caption>
      <thead>
        <tr>
          <th scope="col">User</th>
          <th scope="col">Bytes</th>
          <th scope="col">Heaviest claim</th>
        </tr>
      </thead>
      <tbody>
        {shown.map((user) => (
          <tr key={user.user_id}>
            <th scope="row" dir="auto">
              {user.name}
            </th>
            <td>{number(user.cookie_bytes)}</td>
            <td>
              {user.heaviest_claim === null ? (
                'none'
              ) : (
                <>
                  <code>{user.heaviest_claim}</code>, {number(user.heaviest_claim_bytes)} bytes
                </>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

const WORDS: Readonly<Record<ForecastChange['kind'], string>> = {
  added: 'added',
  added_null: 'added, but null',
  removed: 'removed',
  became_null: 'becomes null',
  no_longer_null: 'is no longer null',
  type_changed: 'changes its type',
  value_changed: 'changes its value',
};

function Example({
  kind,
  before,
  after,
}: { kind: ForecastChange['kind'] } & ForecastChange['examples'][number]) {
  if (kind === 'added' || kind === 'added_null') return <code dir="auto">{after}</code>;
  if (kind === 'removed') return <code dir="auto">{before}</code>;
  return (
    <>
      <code dir="auto">{before}</code> → <code dir="auto">{after}</code>
    </>
  );
}

function ChangeRow({ change }: { readonly change: ForecastChange }): ReactNode {
  const { claim, kind, type_before: before, type_after: after, examples } = change;
  return (
    <tr>
      <th scope="row">
        <code>{claim}</code>
      </th>
      <td>
        {WORDS[kind]}
        {kind === 'type_changed' ? ` (${before} to ${after})` : ''}
      </td>
      <td>{users(change.users)}</td>
      <td>
        <details>
          <summary>{examples.length === 1 ? 'Example' : `${examples.length} examples`}</summary>
          <ul>
            {examples.map((example) => (
              <li key={example.user_id}>
                <span dir="auto">{example.name}</span>: <Example kind={kind} {...example} />
              </li>
            ))}
          </ul>
        </details>
      </td>
    </tr>
  );
}

export function ChangesTable({ forecast }: { readonly forecast: ForecastResult }): ReactNode {
  if (forecast.changes.length === 0) return <p>No claim changes.</p>;
  return (
    <table className="changes">
      <caption>Changes of claims</caption>
      <thead>
        <tr>
          <th scope="col">Claim</th>
          <th scope="col">What happens</th>
          <th scope="col">For</th>
          <th scope="col">Examples</th>
        </tr>
      </thead>
      <tbody>
        {forecast.changes.map((change) => (
          <ChangeRow
            key={`${change.claim} ${change.kind} ${change.type_before} ${change.type_after}`}
            change={change}
          />
        ))}
      </tbody>
    </table>
  );
}
