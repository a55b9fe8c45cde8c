import type { ClaimChange, ClaimChangeKind } from '@bartleby/claims-template';
import type { ReactNode } from 'react';

const WORDS: Readonly<Record<ClaimChangeKind, string>> = {
  added: 'Added',
  removed: 'Removed',
  type_changed: 'Another type',
  became_nullable: 'May be null now',
  no_longer_nullable: 'Is never null now',
  value_changed: 'Another value',
};

/** What readers of the tokens must expect: one row a claim that changes. */
export function ClaimsDifference({ claims }: { readonly claims: readonly ClaimChange[] }): ReactNode {
  if (claims.length === 0) return <p className="muted">Readers of the tokens see no difference.</p>;
  return (
    <table className="claims consequences">
      <caption className="visually-hidden">Claims that change</caption>
      <thead>
        <tr>
          <th scope="col">Claim</th>
          <th scope="col">What changes</th>
          <th scope="col">Before</th>
          <th scope="col">After</th>
        </tr>
      </thead>
      <tbody>
        {claims.map(({ pointer, kind, before, after }) => (
          <tr key={pointer}>
            <th scope="row" dir="auto">
              {pointer}
            </th>
            <td className={`change change-${kind}`}>{WORDS[kind]}</td>
            <td data-label="Before">
              {before ? <code>{before.type}</code> : <span className="muted">—</span>}
            </td>
            <td data-label="After">{after ? <code>{after.type}</code> : <span className="muted">—</span>}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
