import { CompiledQuery } from 'kysely';
import type { Queries } from '../../database/database.ts';
import { PLANNED_ANEW } from '../../database/statement-names.ts';
import { type SessionRow, toSession } from '../sessions/index.ts';
import type { SubjectReads, TokenSubject } from './token-subject.ts';
import { type TokenUserRow, tokenUserColumns, toTokenUser } from './token-user-row.ts';

// The hot statement of the server. Its text is written out and the same for every call, so that it is compiled
// never and sent as a named prepared statement. A plain SELECT on the primary: its snapshot is taken after the
// request began, which is what strict revocation rests on (DESIGN flow A).

interface SubjectRow extends SessionRow, TokenUserRow {
  instance_version: number;
  client_updated_at: Date | null;
  statement_now: Date;
}

const JOINED = `sessions s
join instances i on i.id = s.instance_id
join users u on u.instance_id = s.instance_id and u.id = s.user_id`;

/** For many sessions at once: looked up by key, where a planner without statistics would read all users for each. */
const LOOKED_UP = `(select * from sessions where instance_id = $1 and id = any($3) offset 0) s
join instances i on i.id = s.instance_id
cross join lateral (select * from users where instance_id = s.instance_id and id = s.user_id offset 0) u`;

/** $1 instance, $2 time or null for the database's; then what the condition needs. */
function statement(reads: SubjectReads, condition: string): string {
  const isForMany = condition === CONDITIONS.ofSessions;
  return `${isForMany ? PLANNED_ANEW : ''}select s.*, i.version as instance_version, c.updated_at as client_updated_at,
  coalesce($2::timestamptz, now()) as statement_now,
  ${tokenUserColumns(reads)}
from ${isForMany ? LOOKED_UP : JOINED}
left join clients c on c.instance_id = s.instance_id and c.id = s.client_id
where s.instance_id = $1 and s.status = 'active' and not u.banned
  and s.expire_at > coalesce($2::timestamptz, now())
  and (s.inactivity_seconds is null
    or s.last_active_at + s.inactivity_seconds * interval '1 second' > coalesce($2::timestamptz, now()))
  and ${condition}`;
}

const CONDITIONS = {
  ofCredential: 's.id = $3 and c.secret_hash = $4',
  ofSession: 's.id = $3',
  ofClient: 's.client_id = $3 order by s.created_at, s.id',
  ofSessions: 's.id = any($3)',
  ofUser: 's.user_id = $3 order by s.last_active_at desc, s.id desc limit 1',
} as const;

const texts = new Map<string, string>();

function textOf(condition: keyof typeof CONDITIONS, reads: SubjectReads): string {
  const key = `${condition} ${reads.emailAddresses} ${reads.phoneNumbers} ${reads.publicMetadata} ${reads.unsafeMetadata}`;
  const text = texts.get(key) ?? statement(reads, CONDITIONS[condition]);
  texts.set(key, text);
  return text;
}

export interface SubjectQuery {
  readonly reads: SubjectReads;
  /** Null: the database's own time. */
  readonly now: Date | null;
}

/** The session, if it is an active one of the browser that holds this secret. */
export async function findSubjectByCredential(
  queries: Queries,
  instanceId: string,
  query: SubjectQuery & { sessionId: string; clientSecretHash: Buffer },
): Promise<TokenSubject | null> {
  const { reads, now, sessionId, clientSecretHash } = query;
  const values = [instanceId, now, sessionId, clientSecretHash];
  return first(await run(queries, textOf('ofCredential', reads), values));
}

/** The session, if it is active: for a backend that may act for every user. */
export async function findSubjectBySession(
  queries: Queries,
  instanceId: string,
  query: SubjectQuery & { sessionId: string },
): Promise<TokenSubject | null> {
  const { reads, now, sessionId } = query;
  return first(await run(queries, textOf('ofSession', reads), [instanceId, now, sessionId]));
}

/** Every active session of a browser, oldest first. */
export async function listSubjectsOfClient(
  queries: Queries,
  instanceId: string,
  query: SubjectQuery & { clientId: string },
): Promise<TokenSubject[]> {
  const { reads, now, clientId } = query;
  return run(queries, textOf('ofClient', reads), [instanceId, now, clientId]);
}

/** Those of these sessions that are active, in no order. */
export async function listSubjectsOfSessions(
  queries: Queries,
  instanceId: string,
  query: SubjectQuery & { sessionIds: readonly string[] },
): Promise<TokenSubject[]> {
  const { reads, now, sessionIds } = query;
  return run(queries, textOf('ofSessions', reads), [instanceId, now, sessionIds]);
}

/** The session that a user used last. */
export async function findLatestSubjectOfUser(
  queries: Queries,
  instanceId: string,
  query: SubjectQuery & { userId: string },
): Promise<TokenSubject | null> {
  const { reads, now, userId } = query;
  return first(await run(queries, textOf('ofUser', reads), [instanceId, now, userId]));
}

const first = (subjects: TokenSubject[]): TokenSubject | null => subjects[0] ?? null;

async function run(queries: Queries, text: string, values: unknown[]): Promise<TokenSubject[]> {
  const { rows } = await queries.executeQuery<SubjectRow>(CompiledQuery.raw(text, values));
  return rows.map(toSubject);
}

function toSubject(row: SubjectRow): TokenSubject {
  return {
    session: toSession(row),
    user: toTokenUser(row),
    instanceVersion: row.instance_version,
    clientUpdatedAt: row.client_updated_at,
    now: row.statement_now,
  };
}
