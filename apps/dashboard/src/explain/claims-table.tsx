import type { ClaimInToken, ClaimOfToken, TokenExplanation } from '@bartleby/api-contract';
import { type ReactNode, useState } from 'react';
import { ListTable } from '../elements/list-table.tsx';

const CHANGES = { changed: 'changed', added: 'added', removed: 'removed' } as const;

function Value({ claim }: { readonly claim: ClaimInToken | null }): ReactNode {
  if (claim === null) return <span className="muted">none</span>;
  return (
    <>
      <code dir="auto">{JSON.stringify(claim.value)}</code>{' '}
      <span className="muted">{claim.bytes.toLocaleString('en')} bytes</span>
    </>
  );
}

/** The expression, and what each field in it holds now. */
function Origin({ claim }: { readonly claim: ClaimOfToken }): ReactNode {
  const { earlier_expression: earlier, current_expression: current, sources } = claim;
  const expression = current ?? earlier;
  if (expression === null)
    return (
      <span className="muted">{claim.default_claim ? 'Every token has it.' : 'Not in the template.'}</span>
    );
  return (
    <>
      <code dir="auto">{expression}</code>
      {earlier !== null && current !== null && earlier !== current ? (
        <div className="muted">
          before: <code dir="auto">{earlier}</code>
        </div>
      ) : null}
      {sources.length > 0 ? (
        <ul className="plain sources">
          {sources.map(({ path, value }) => (
            <li key={path}>
              <code>{path}</code> = <code dir="auto">{JSON.stringify(value)}</code>
            </li>
          ))}
        </ul>
      ) : null}
    </>
  );
}

function Row({ claim, hasEarlier }: { claim: ClaimOfToken; hasEarlier: boolean }): ReactNode {
  const change = claim.change && claim.change !== 'same' ? CHANGES[claim.change] : null;
  return (
    <tr>
      <th scope="row">
        <span dir="auto">{claim.name}</span> {change ? <span className="badge">{change}</span> : null}
      </th>
      <td>
        <Origin claim={claim} />
      </td>
      {hasEarlier ? (
        <td data-label="Then">
          <Value claim={claim.earlier} />
        </td>
      ) : null}
      <td data-label="Now">
        <Value claim={claim.current} />
      </td>
    </tr>
  );
}

/** One row a claim: where it comes from, what it was, what it is. Default claims are folded away. */
export function ClaimsTable({ explanation }: { readonly explanation: TokenExplanation }): ReactNode {
  const [isWhole, setWhole] = useState(false);
  const own = explanation.claims.filter(({ default_claim }) => !default_claim);
  const shown = isWhole ? explanation.claims : own;
  const hasEarlier = explanation.token !== null;
  return (
    <>
      {shown.length === 0 ? (
        <p className="muted">The template gives no claims of its own.</p>
      ) : (
        <ListTable
          caption="Claims"
          columns={hasEarlier ? ['Claim', 'Comes from', 'Then', 'Now'] : ['Claim', 'Comes from', 'Now']}
          className="explained"
        >
          {shown.map((claim) => (
            <Row key={claim.name} claim={claim} hasEarlier={hasEarlier} />
          ))}
        </ListTable>
      )}
      <label className="check">
        <input type="checkbox" checked={isWhole} onChange={(event) => setWhole(event.target.checked)} /> Show
        default claims
      </label>
    </>
  );
}
