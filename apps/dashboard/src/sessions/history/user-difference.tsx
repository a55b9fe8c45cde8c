import { serializeJson, type ValueChange } from '@bartleby/claims-template';
import type { ReactNode } from 'react';
import type { ComparedUser } from '../../platform/template-versions.ts';

function Value({ value, isThere }: { readonly value: ValueChange['before']; readonly isThere: boolean }) {
  return isThere ? <code dir="auto">{serializeJson(value)}</code> : <span className="muted">absent</span>;
}

/** One user's claims under both versions, from the same data. */
export function UserDifference({ user }: { readonly user: ComparedUser }): ReactNode {
  const { name, changes, cookie_bytes: bytes } = user;
  return (
    <>
      <p>
        Cookie of <bdi>{name}</bdi>: {bytes.before.toLocaleString('en')} bytes before,{' '}
        {bytes.after.toLocaleString('en')} after.
      </p>
      {changes.length === 0 ? (
        <p className="muted">The claims of this user are the same.</p>
      ) : (
        <table className="claims consequences">
          <caption className="visually-hidden">Claims of this user that differ</caption>
          <thead>
            <tr>
              <th scope="col">Claim</th>
              <th scope="col">Before</th>
              <th scope="col">After</th>
            </tr>
          </thead>
          <tbody>
            {changes.map(({ pointer, kind, before, after }) => (
              <tr key={pointer}>
                <th scope="row" dir="auto">
                  {pointer}
                </th>
                <td data-label="Before">
                  <Value value={before} isThere={kind !== 'added'} />
                </td>
                <td data-label="After">
                  <Value value={after} isThere={kind !== 'removed'} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </>
  );
}
