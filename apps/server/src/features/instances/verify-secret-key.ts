import type { Dependencies } from '../../dependencies.ts';
import { hashSecret } from '../../runtime/secret-hash.ts';
import type { Instance } from './instance.ts';
import { instanceOfRow } from './instance-store.ts';
import { lastKnownInstance, rememberInstance } from './known-instances.ts';
import { needsLastUsedWrite } from './secret-key.ts';
import { findInstanceBySecretKeyHash, updateSecretKeyLastUsed } from './secret-key-store.ts';

const MAX_KEY_LENGTH = 256;

/**
 * The instance of a secret key, or null for an unknown or revoked one. Looked up by hash, so that its time
 * tells nothing; read from the database each time, so that a revoked key stops at once.
 */
export async function verifySecretKey(
  dependencies: Dependencies,
  secretKey: string,
): Promise<{ instance: Instance; secretKeyId: string } | null> {
  if (secretKey.length > MAX_KEY_LENGTH) return null;
  const { database, clock, config, log } = dependencies;
  const found = await findInstanceBySecretKeyHash(database.queries, hashSecret(secretKey));
  if (!found) return null;
  const instance = instanceOfRow(found.row, config.publicUrl);
  const now = clock.now();
  if (needsLastUsedWrite(found.lastUsedAt, now))
    updateSecretKeyLastUsed(database.queries, instance.id, found.secretKeyId, now).catch((error: unknown) =>
      log.warn('could not note the use of a secret key', { error: String(error) }),
    );
  rememberInstance(dependencies, instance.slug, instance);
  rememberInstance(dependencies, knownAs(secretKey), instance);
  return { instance, secretKeyId: found.secretKeyId };
}

/** The instance that this key had when it was last good: for public data, while the database is away. */
export function lastKnownOfSecretKey(
  dependencies: Dependencies,
  secretKey: string,
): { instance: Instance; secretKeyId: string } | null {
  const instance = lastKnownInstance(dependencies, knownAs(secretKey));
  return instance && { instance, secretKeyId: '' };
}

const knownAs = (secretKey: string): string => `secret key ${hashSecret(secretKey).toString('hex')}`;
