import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../events/index.ts';
import type { Instance } from '../instances/index.ts';
import { mergeMetadata, requireMetadata } from './metadata.ts';
import { checkWrittenMetadata, recordMetadataViolations } from './metadata-schemas/written-metadata.ts';
import type { JsonObject, User } from './user.ts';
import { findUserForUpdate } from './user-store.ts';
import { updateUserFields } from './user-write-store.ts';

export interface MetadataUpdate {
  readonly instance: Pick<Instance, 'id' | 'settings'>;
  readonly userId: string;
  readonly actor: Actor;
  /** `merge` goes deep and removes keys whose value is null; `replace` stores each given field as it is. */
  readonly mode: 'merge' | 'replace';
  readonly publicMetadata?: unknown;
  readonly privateMetadata?: unknown;
  readonly unsafeMetadata?: unknown;
}

/**
 * Writes metadata (backend-api.md 6.6). Merging reads and writes under one row lock: parallel merges of
 * different keys lose nothing. The limits hold for the result, not only for what was sent.
 * @throws Refusal resource_not_found, form_param_*, metadata_schema_violated
 */
export async function updateUserMetadata(
  { clock, database }: Dependencies,
  input: MetadataUpdate,
): Promise<User> {
  const next = (given: unknown, current: JsonObject, field: Parameters<typeof requireMetadata>[1]) => {
    if (given === undefined) return current;
    const checked = requireMetadata(given, field);
    return input.mode === 'replace' ? checked : requireMetadata(mergeMetadata(current, checked), field);
  };
  const { instance, actor } = input;
  return database.transaction(async (queries) => {
    const user = await findUserForUpdate(queries, instance.id, input.userId);
    if (!user) throw new Refusal('resource_not_found', { param_name: 'user_id' });
    const changes = {
      publicMetadata: next(input.publicMetadata, user.publicMetadata, 'public_metadata'),
      privateMetadata: next(input.privateMetadata, user.privateMetadata, 'private_metadata'),
      unsafeMetadata: next(input.unsafeMetadata, user.unsafeMetadata, 'unsafe_metadata'),
    };
    const violations = checkWrittenMetadata(instance, {
      public_metadata: input.publicMetadata === undefined ? undefined : changes.publicMetadata,
      private_metadata: input.privateMetadata === undefined ? undefined : changes.privateMetadata,
      unsafe_metadata: input.unsafeMetadata === undefined ? undefined : changes.unsafeMetadata,
    });
    const now = clock.now();
    await updateUserFields(queries, user, changes, now);
    await recordEvent(queries, user.instanceId, { type: 'user.updated', actor, data: { id: user.id } });
    await recordMetadataViolations(queries, { instanceId: instance.id, userId: user.id, actor, violations });
    return { ...user, ...changes, updatedAt: now };
  });
}
