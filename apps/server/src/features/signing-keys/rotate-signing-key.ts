import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../events/index.ts';
import { raiseInstanceVersion } from '../instances/index.ts';
import { makeSigningKey } from './make-signing-key.ts';
import { JWKS_CACHE_SECONDS, mayActivate, retirableBefore } from './signing-key.ts';
import {
  insertSigningKey,
  listPublishedKeys,
  updateActiveToRetiring,
  updateNextToActive,
  updateRetiringToRetired,
  updateToWithdrawn,
} from './signing-key-store.ts';

interface KeyChange {
  readonly instanceId: string;
  readonly actor: Actor;
}

/** First step of a rotation: publishes the next key; it does not sign yet. Throws Refusal `duplicate_record`. */
export async function publishNextKey(
  dependencies: Dependencies,
  { instanceId, actor }: KeyChange,
): Promise<string> {
  const key = await makeSigningKey(dependencies, instanceId);
  await dependencies.database.transaction(async (queries) => {
    if (!(await insertSigningKey(queries, instanceId, { ...key, status: 'next' })))
      throw new Refusal('duplicate_record', { param_name: 'status' });
    await raiseInstanceVersion(queries, instanceId);
    await recordEvent(queries, instanceId, {
      type: 'signing_key.created',
      actor,
      data: { id: key.id, status: 'next' },
    });
  });
  return key.id;
}

/**
 * Second step: the next key signs, the active one retires. Throws Refusal `resource_not_found` without a next
 * key, `form_conditional_param_disallowed` before every verifier's cache can hold it.
 */
export async function activateNextKey(
  dependencies: Dependencies,
  { instanceId, actor }: KeyChange,
): Promise<string> {
  const now = dependencies.clock.now();
  return dependencies.database.transaction(async (queries) => {
    const next = (await listPublishedKeys(queries, instanceId)).find((key) => key.status === 'next');
    if (!next) throw new Refusal('resource_not_found');
    if (!mayActivate(next, now))
      throw new Refusal('form_conditional_param_disallowed', {
        param_name: 'status',
        reason: `a key is published for ${JWKS_CACHE_SECONDS} seconds before it signs`,
      });
    await updateActiveToRetiring(queries, instanceId, now);
    await updateNextToActive(queries, instanceId, next.id, now);
    await raiseInstanceVersion(queries, instanceId);
    await recordEvent(queries, instanceId, { type: 'signing_key.activated', actor, data: { id: next.id } });
    return next.id;
  });
}

/**
 * Takes a key back at once, e.g. after a leak: tokens that it signed are refused as soon as verifiers read
 * the JWK Set again. An active key is replaced by a new one in the same step.
 * Throws Refusal `resource_not_found`.
 */
export async function withdrawKey(
  dependencies: Dependencies,
  { instanceId, actor, keyId }: KeyChange & { readonly keyId: string },
): Promise<void> {
  const replacement = await makeSigningKey(dependencies, instanceId);
  const now = dependencies.clock.now();
  await dependencies.database.transaction(async (queries) => {
    const key = (await listPublishedKeys(queries, instanceId)).find(({ id }) => id === keyId);
    if (!key || !(await updateToWithdrawn(queries, instanceId, keyId, now)))
      throw new Refusal('resource_not_found');
    if (key.status === 'active')
      await insertSigningKey(queries, instanceId, { ...replacement, status: 'active' });
    await raiseInstanceVersion(queries, instanceId);
    await recordEvent(queries, instanceId, { type: 'signing_key.withdrawn', actor, data: { id: keyId } });
  });
}

/** Last step, for the sweeper: keys whose last token has ended leave the JWK Set. */
export async function retireEndedKeys(
  dependencies: Dependencies,
  { instanceId, actor }: KeyChange,
): Promise<number> {
  const now = dependencies.clock.now();
  return dependencies.database.transaction(async (queries) => {
    const count = await updateRetiringToRetired(queries, instanceId, retirableBefore(now), now);
    if (count > 0) {
      await raiseInstanceVersion(queries, instanceId);
      await recordEvent(queries, instanceId, { type: 'signing_key.retired', actor, data: { count } });
    }
    return count;
  });
}
