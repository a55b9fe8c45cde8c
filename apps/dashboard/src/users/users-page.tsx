import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { ChangeButton } from '../elements/change-button.tsx';
import { Instant } from '../elements/instant.tsx';
import { ListTable } from '../elements/list-table.tsx';
import { Paging } from '../elements/paging.tsx';
import { Empty, WhenLoaded } from '../elements/states.tsx';
import { TextField } from '../elements/text-field.tsx';
import { useDebounced } from '../elements/use-debounced.ts';
import { usePageTitle } from '../elements/use-page-title.ts';
import { useInstance } from '../platform/instance-context.tsx';
import type { User } from '../platform/resources.ts';
import { useLoad } from '../platform/use-load.ts';
import { CreateUser } from './create-user.tsx';
import { primaryAddressOf, userName } from './user-name.ts';

const PAGE_SIZE = 20;

function UserRows({ users }: { readonly users: readonly User[] }): ReactNode {
  return (
    <ListTable caption="Users" columns={['Name', 'Address', 'Last sign-in']}>
      {users.map((user) => (
        <tr key={user.id}>
          <th scope="row">
            <Link to={`/dashboard/users/${encodeURIComponent(user.id)}`} dir="auto">
              {userName(user)}
            </Link>
          </th>
          <td dir="auto">{primaryAddressOf(user) ?? '—'}</td>
          <td data-label="Last sign-in">
            <Instant at={user.last_sign_in_at} />
          </td>
        </tr>
      ))}
    </ListTable>
  );
}

/** List and search of the instance's users. */
export function UsersPage(): ReactNode {
  usePageTitle('Users');
  const { platform } = useInstance();
  const [search, setSearch] = useState('');
  const [offset, setOffset] = useState(0);
  const [isCreating, setCreating] = useState(false);
  const query = useDebounced(search.trim(), 250);
  const loaded = useLoad(`${query}\n${offset}`, () => platform.users({ query, limit: PAGE_SIZE, offset }));
  return (
    <section className="page">
      <div className="page-head">
        <h1>Users</h1>
        <p className="row">
          <Link className="button" to="/dashboard/users/roles">
            Roles and permissions
          </Link>
          <Link className="button" to="/dashboard/users/metadata-schemas">
            Metadata schemas
          </Link>
          <ChangeButton className="button primary" onClick={() => setCreating(true)}>
            Create user
          </ChangeButton>
        </p>
      </div>
      <TextField
        label="Search users"
        type="search"
        placeholder="Name, address or id"
        value={search}
        onChange={(value) => {
          setSearch(value);
          setOffset(0);
        }}
      />
      <WhenLoaded loaded={loaded} what="the users">
        {({ data, total_count }) =>
          data.length > 0 ? (
            <>
              <UserRows users={data} />
              <Paging offset={offset} limit={PAGE_SIZE} total={total_count} onMove={setOffset} />
            </>
          ) : query ? (
            <Empty title="Nobody matches your search." />
          ) : (
            <Empty title="There are no users yet.">
              <p>Users come by signing up in your app, or create one here.</p>
            </Empty>
          )
        }
      </WhenLoaded>
      {isCreating ? <CreateUser onClose={() => setCreating(false)} /> : null}
    </section>
  );
}
