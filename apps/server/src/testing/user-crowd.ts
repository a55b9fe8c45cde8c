import { sql } from 'kysely';
import type { TestServer } from './create-test-server.ts';

/** SQL of what user number `n` has. */
export interface Crowd {
  readonly count: number;
  /** As in `jsonb_build_object('n', n)`. */
  readonly publicMetadata?: string;
}

/** So many in one statement stay well within its deadline, also on a busy machine. */
const ROWS_A_STATEMENT = 500;

/** Inserts many users with an address each; ids are `user_crowd00000001` and so on. */
export async function insertCrowd(
  { dependencies, instance }: Pick<TestServer, 'dependencies' | 'instance'>,
  { count, publicMetadata = "'{}'::jsonb" }: Crowd,
): Promise<void> {
  const { queries } = dependencies.database;
  const at = dependencies.clock.now();
  const id = (prefix: string) => sql`${prefix}::text || lpad(n::text, 8, '0')`;
  for (let from = 1; from <= count; from += ROWS_A_STATEMENT) {
    const to = Math.min(count, from + ROWS_A_STATEMENT - 1);
    await sql`insert into users
    (instance_id, id, first_name, last_name, primary_email_address_id, public_metadata, created_at, updated_at)
    select ${instance.id}, ${id('user_crowd')}, 'First' || n, 'Last', ${id('idn_crowd')}, ${sql.raw(publicMetadata)},
      ${at}::timestamptz, ${at}::timestamptz
    from generate_series(${from}::integer, ${to}::integer) as n`.execute(queries);
    await sql`insert into email_addresses
    (instance_id, id, user_id, email_address, verified, created_at, updated_at)
    select ${instance.id}, ${id('idn_crowd')}, ${id('user_crowd')}, 'crowd' || n || '@example.com', true,
      ${at}::timestamptz, ${at}::timestamptz
    from generate_series(${from}::integer, ${to}::integer) as n`.execute(queries);
  }
}
