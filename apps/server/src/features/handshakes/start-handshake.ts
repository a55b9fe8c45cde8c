import { checkRedirectUrl, cookieNames, isId, queryNames } from '@bartleby/api-contract';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { hashSecret } from '../../runtime/secret-hash.ts';
import type { Client } from '../clients/index.ts';
import { type Instance, redirectOriginsOf } from '../instances/index.ts';
import { nonceLine } from './handshake-directives.ts';
import { type Handshake, insertHandshake } from './handshake-store.ts';

/** Long enough for a redirect and one request of the app's server. */
export const NONCE_LIFETIME_SECONDS = 120;

export interface HandshakeRequest {
  readonly instance: Instance;
  /** By the client cookie alone. */
  readonly client: Client | null;
  readonly redirectUrl: string | undefined;
  /** The `__clerk_db_jwt` that came along: kept when it could be ours, since it identifies nobody. */
  readonly devBrowser: string | undefined;
  /** Host name that the browser called, without port. */
  readonly serverHostname: string;
  readonly viaAppProxy: boolean;
}

export interface HandshakeRedirect {
  readonly location: string;
  readonly cookieLines: readonly string[];
}

/**
 * Sends the browser back to the app with a nonce, which the app's server exchanges with its secret key. Nothing
 * about the session is in the redirect or stored: the answer is made when the nonce is redeemed.
 * @throws Refusal `redirect_url_invalid` for a URL that does not lead to an allowed origin,
 * `app_on_other_loopback_name` for an app on 127.0.0.1 while the server is on localhost.
 */
export async function startHandshake(
  dependencies: Dependencies,
  request: HandshakeRequest,
): Promise<HandshakeRedirect> {
  const { clock, database, random } = dependencies;
  const { instance, client, serverHostname } = request;
  const redirectUrl = requireRedirectUrl(request);
  const live = instance.environmentType === 'production';
  const nonce = random.secret();
  const handshake: Handshake = {
    instanceId: instance.id,
    clientId: client?.id ?? null,
    appOrigin: redirectUrl.origin,
    serverHostname,
    devBrowser: live ? null : devBrowserOf(request, random),
  };
  const expireAt = new Date(clock.now().getTime() + NONCE_LIFETIME_SECONDS * 1000);
  await insertHandshake(database.queries, { ...handshake, nonceHash: hashSecret(nonce), expireAt });
  return live
    ? { location: redirectUrl.href, cookieLines: [nonceLine(handshake, nonce, NONCE_LIFETIME_SECONDS)] }
    : { location: withNonce(redirectUrl, nonce), cookieLines: [] };
}

function requireRedirectUrl(request: HandshakeRequest): URL {
  const { instance, redirectUrl, serverHostname, viaAppProxy } = request;
  if (redirectUrl === undefined) throw new Refusal('redirect_url_invalid', { reason: 'is missing' });
  if (instance.environmentType === 'development' && !viaAppProxy)
    refuseOtherLoopbackName(redirectUrl, serverHostname);
  const checked = checkRedirectUrl(redirectUrl, redirectOriginsOf(instance), instance.redirectUrls);
  if (!checked.ok) throw new Refusal('redirect_url_invalid', { reason: checked.problem });
  return new URL(checked.url);
}

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

function refuseOtherLoopbackName(redirectUrl: string, serverHostname: string): void {
  if (!URL.canParse(redirectUrl)) return;
  const url = new URL(redirectUrl);
  if (url.hostname === serverHostname) return;
  if (!LOOPBACK_NAMES.has(url.hostname) || !LOOPBACK_NAMES.has(serverHostname)) return;
  const appOrigin = url.origin;
  url.hostname = serverHostname;
  throw new Refusal('app_on_other_loopback_name', {
    hostname: serverHostname,
    app_origin: appOrigin,
    suggested_url: url.origin,
  });
}

function devBrowserOf({ devBrowser }: HandshakeRequest, random: Dependencies['random']): string {
  return devBrowser !== undefined && isId('dvb', devBrowser) ? devBrowser : random.id('dvb');
}

/** Written behind the query as it is: no other parameter is encoded anew. */
function withNonce(redirectUrl: URL, nonce: string): string {
  const url = new URL(redirectUrl);
  for (const name of [cookieNames.handshake, queryNames.handshakeNonce, queryNames.devBrowser])
    if (url.searchParams.has(name)) url.searchParams.delete(name);
  url.search += `${url.search === '' ? '?' : '&'}${queryNames.handshakeNonce}=${nonce}`;
  return url.href;
}
