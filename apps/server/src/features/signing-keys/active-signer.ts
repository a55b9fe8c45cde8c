import type { Signer } from '@bartleby/session-token';
import { createNodeSigner } from '@bartleby/session-token/node';
import type { Dependencies } from '../../dependencies.ts';
import { VersionedCache } from '../../runtime/versioned-cache.ts';
import type { Instance } from '../instances/index.ts';
import { sealContext } from './signing-key.ts';
import { findActiveKey } from './signing-key-store.ts';

const MAX_SIGNERS = 200;
const caches = new WeakMap<Dependencies, VersionedCache<Signer>>();

/**
 * What signs this instance's tokens at this version. Read and opened once per version and node; throws when
 * the instance has no active key, or when the encryption key is another one than the one it was sealed under.
 */
export function activeSigner(
  dependencies: Dependencies,
  instance: Pick<Instance, 'id' | 'version'>,
): Promise<Signer> {
  const cache = caches.get(dependencies) ?? new VersionedCache<Signer>(MAX_SIGNERS);
  caches.set(dependencies, cache);
  return cache.get(instance.id, instance.version, () => loadSigner(dependencies, instance.id));
}

async function loadSigner({ database, encryption }: Dependencies, instanceId: string): Promise<Signer> {
  const key = await findActiveKey(database.queries, instanceId);
  if (!key) throw new Error(`instance ${instanceId} has no active signing key`);
  const pem = encryption.open(key.sealedPrivateKey, sealContext(instanceId, key.id));
  return createNodeSigner(new TextDecoder().decode(pem), key.id);
}
