import { idPrefixes, keyPrefixes } from '@bartleby/api-contract';
import type { Dependencies } from '../../dependencies.ts';
import { hashSecret } from '../../runtime/secret-hash.ts';
import { recordEvent, serverActor } from '../events/index.ts';
import type { Instance } from '../instances/index.ts';
import { hasPlatformKey, insertPlatformKey } from './platform-key-store.ts';

/**
 * Makes sure that there is a platform key. Idempotent.
 * @param input.given the key to have (BARTLEBY_PLATFORM_KEY, or the one that `dev` keeps in its data folder)
 * @returns the key when it is known (given, or just made); else null: only hashes are stored. In `dev` a new
 *   one is made when none is known any more.
 */
export async function preparePlatformKey(
  { clock, config, database, random }: Dependencies,
  { operators, given }: { readonly operators: Instance; readonly given: string | null },
): Promise<string | null> {
  const exists = await hasPlatformKey(database.queries, operators.id);
  if (given === null && exists && config.mode === 'start') return null;
  const secret = given ?? keyPrefixes.platform + random.secret(32);
  const key = { id: random.id(idPrefixes.platformKey), name: 'First platform key' };
  await database.transaction(async (queries) => {
    const row = { ...key, keyHash: hashSecret(secret), createdAt: clock.now() };
    if (!(await insertPlatformKey(queries, operators.id, row))) return;
    const event = { type: 'platform_key.created', actor: serverActor, data: key };
    await recordEvent(queries, operators.id, event);
  });
  return secret;
}
