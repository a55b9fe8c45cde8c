import type { Dependencies } from '../../../dependencies.ts';
import { VersionedCache } from '../../../runtime/versioned-cache.ts';
import { openClientSecret, type SocialConnection } from '../../social-connections/index.ts';
import { openGithub } from './github-provider.ts';
import { openGoogle, openOpenIdProvider } from './openid-provider.ts';
import type { Provider } from './provider.ts';

const MAX_KEPT = 100;
const KEPT_MILLISECONDS = 3_600_000;
const caches = new WeakMap<Dependencies['database'], VersionedCache<Provider>>();

const OPENERS = { google: openGoogle, github: openGithub, oidc: openOpenIdProvider };

/**
 * The provider behind a connection. A discovery document is read once an hour and after every change of the
 * connection; a failed reading is not kept.
 */
export function openProvider(dependencies: Dependencies, connection: SocialConnection): Promise<Provider> {
  const { database, clock } = dependencies;
  const cache = caches.get(database) ?? new VersionedCache<Provider>(MAX_KEPT);
  caches.set(database, cache);
  const { instanceId, id, kind, clientId, issuer, apiUrl, updatedAt } = connection;
  const hour = Math.floor(clock.now().getTime() / KEPT_MILLISECONDS);
  return cache.get(`${instanceId}/${id}/${updatedAt.getTime()}`, hour, async () => {
    const clientSecret = await openClientSecret(dependencies, { instanceId, id });
    return OPENERS[kind]({ clientId, clientSecret, issuer, apiUrl });
  });
}
