import type { ViolatingUsersResource } from '@bartleby/api-contract';
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { ListTable } from '../../elements/list-table.tsx';

function sentence({
  users_violating: violating,
  users_checked: checked,
  users_total: total,
}: ViolatingUsersResource) {
  const among =
    checked < total
      ? `the first ${checked.toLocaleString('en')} of ${total.toLocaleString('en')} users`
      : `${total.toLocaleString('en')} ${total === 1 ? 'user' : 'users'}`;
  return violating === 0
    ? `Nobody violates the schemas: looked at ${among}.`
    : `${violating.toLocaleString('en')} of ${among} ${violating === 1 ? 'violates' : 'violate'} the schemas.`;
}

/** How many users do not conform, and the first of them with the places. */
export function ViolatingUsers({ found }: { readonly found: ViolatingUsersResource }): ReactNode {
  return (
    <div className="violating-users">
      <p role="status">
        <strong>{sentence(found)}</strong>
      </p>
      {found.examples.length === 0 ? null : (
        <ListTable caption="Users who violate the schemas" columns={['User', 'What differs']}>
          {found.examples.map(({ user_id: id, name, violations }) => (
            <tr key={id}>
              <th scope="row">
                <Link to={`/dashboard/users/${encodeURIComponent(id)}`} dir="auto">
                  {name}
                </Link>
              </th>
              <td>
                {violations.map(({ field, pointer, message }) => (
                  <div key={`${field}${pointer}`} className="wrap">
                    <code>{`${field}${pointer}`}</code> {message}
                  </div>
                ))}
              </td>
            </tr>
          ))}
        </ListTable>
      )}
    </div>
  );
}
