import type { Queries } from '../../../database/database.ts';
import type { Dependencies } from '../../../dependencies.ts';
import { type Instance, type MetadataSchemas, metadataKinds } from '../../instances/index.ts';
import {
  countUsers,
  displayName,
  type FieldViolation,
  findMetadataViolations,
  listUsers,
} from '../../users/index.ts';
import { inWalkQueue, type WalkFor } from '../forecast-users.ts';
import { walkUserMetadata } from './walk-user-metadata.ts';

/** Beyond so many, the rest is not looked at; the answer says so. */
const MAX_USERS = 100_000;
/** Users who are told by name. */
const MAX_EXAMPLES = 50;

export interface ViolatingUsers {
  readonly usersTotal: number;
  readonly usersChecked: number;
  readonly usersViolating: number;
  /** The first of them, by id. */
  readonly examples: readonly ViolatingUser[];
}

export interface ViolatingUser {
  readonly id: string;
  readonly name: string;
  readonly violations: readonly FieldViolation[];
}

export interface ViolatingUsersInput {
  readonly instance: Pick<Instance, 'id'>;
  /** Those in force, or a draft that may be saved. */
  readonly schemas: MetadataSchemas;
  /** Ends the walk within a few milliseconds. */
  readonly signal: AbortSignal;
  readonly maxUsers?: number;
  /** `asked` unless told. */
  readonly walkFor?: WalkFor;
}

/**
 * Which present users' metadata is not what the schemas say: one bounded walk, in the queue of the forecasts. It
 * writes nothing.
 * @throws Refusal bad_request when `signal` was aborted: nobody reads the answer; too_many_requests
 */
export async function findViolatingUsers(
  dependencies: Dependencies,
  input: ViolatingUsersInput,
): Promise<ViolatingUsers> {
  const { instance, schemas } = input;
  const { queries } = dependencies.database;
  const usersTotal = await countUsers(queries, instance.id, {});
  if (metadataKinds.every((kind) => schemas[kind] === null))
    return { usersTotal, usersChecked: usersTotal, usersViolating: 0, examples: [] };
  const found = await inWalkQueue(dependencies, input, () => walk(dependencies, input));
  const names = await namesOf(queries, instance.id, [...found.examples.keys()]);
  return {
    usersTotal: Math.max(usersTotal, found.usersChecked),
    usersChecked: found.usersChecked,
    usersViolating: found.usersViolating,
    examples: [...found.examples].map(([id, violations]) => ({ id, name: names.get(id) ?? id, violations })),
  };
}

interface Found {
  usersChecked: number;
  usersViolating: number;
  readonly examples: Map<string, readonly FieldViolation[]>;
}

async function walk(dependencies: Dependencies, input: ViolatingUsersInput): Promise<Found> {
  const { instance, schemas, signal, walkFor = 'asked', maxUsers = MAX_USERS } = input;
  const fields = metadataKinds
    .filter((kind) => schemas[kind] !== null)
    .map((kind) => `${kind}_metadata` as const);
  const found: Found = { usersChecked: 0, usersViolating: 0, examples: new Map() };
  const options = { fields, maxUsers, signal, walkFor };
  for await (const user of walkUserMetadata(dependencies, instance.id, options)) {
    const { id, ...metadata } = user;
    found.usersChecked += 1;
    const violations = findMetadataViolations(schemas, metadata);
    if (violations.length === 0) continue;
    found.usersViolating += 1;
    if (found.examples.size < MAX_EXAMPLES) found.examples.set(id, violations);
  }
  return found;
}

async function namesOf(
  queries: Queries,
  instanceId: string,
  ids: readonly string[],
): Promise<ReadonlyMap<string, string>> {
  if (ids.length === 0) return new Map();
  const users = await listUsers(
    queries,
    instanceId,
    { userIds: { included: ids, excluded: [] } },
    { orderBy: 'created_at', descending: false, limit: ids.length, offset: 0 },
  );
  return new Map(users.map((user) => [user.id, displayName(user)]));
}
