import type { Dependencies } from '../../dependencies.ts';
import { hashSecret } from '../../runtime/secret-hash.ts';
import type { Instance } from './instance.ts';
import { instanceOfRow } from './instance-store.ts';
import { rememberInstance } from './known-instances.ts';
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
  return { instance, secretKeyId: found.secretKeyId };
}
