import { createHash } from 'node:crypto';
import { type PublicJwk, serializeJwks } from '@bartleby/session-token';
import { publicKeyPem } from '@bartleby/session-token/node';
import type { Dependencies } from '../../dependencies.ts';
import { VersionedCache } from '../../runtime/versioned-cache.ts';
import type { Instance } from '../instances/index.ts';
import { listPublishedKeys } from './signing-key-store.ts';

/** The public keys of an instance in every form that verifiers ask for. */
export interface PublicKeySet {
  /** The active key first. */
  readonly keys: readonly PublicJwk[];
  /** The JWK Set as JSON text. */
  readonly json: string;
  readonly etag: string;
  /** The active key as SPKI PEM: what developers set as `CLERK_JWT_KEY`. */
  readonly pem: string;
}

const MAX_SETS = 200;
const caches = new WeakMap<Dependencies, VersionedCache<PublicKeySet>>();

/** The keys that verify this instance's tokens at this version. Read once per version and node. */
export function publicKeySet(
  dependencies: Dependencies,
  instance: Pick<Instance, 'id' | 'version'>,
): Promise<PublicKeySet> {
  const cache = caches.get(dependencies) ?? new VersionedCache<PublicKeySet>(MAX_SETS);
  caches.set(dependencies, cache);
  return cache.get(instance.id, instance.version, async () => {
    const keys = (await listPublishedKeys(dependencies.database.queries, instance.id)).map(
      (key) => key.publicJwk,
    );
    const json = serializeJwks(keys);
    const etag = `"${createHash('sha256').update(json).digest('base64url').slice(0, 27)}"`;
    return { keys, json, etag, pem: keys[0] ? publicKeyPem(keys[0]) : '' };
  });
}
