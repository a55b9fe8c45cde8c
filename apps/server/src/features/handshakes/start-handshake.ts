import { checkRedirectUrl, cookieNames, isId, queryNames } from '@bartleby/api-contract';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { hashSecret } from '../../runtime/secret-hash.ts';
import type { Client } from '../clients/index.ts';
import { type Instance, redirectOriginsOf } from '../instances/index.ts';
import { nonceLine } from './handshake-directives.ts';
import { type Handshake, insertHandshake } from './handshake-store.ts';
import { requireOneSite } from './require-one-site.ts';

/** Long enough for a redirect and one request of the app's server. */
export const NONCE_LIFETIME_SECONDS = 120;

export interface HandshakeRequest {
  readonly instance: Instance;
  /** By the client cookie alone. */
  readonly client: Client | null;
  readonly redirectUrl: string | undefined;
  /** The `__clerk_db_jwt` that came along: kept when it could be ours, since it identifies nobody. */
  readonly devBrowser: string | undefined;
  /** This server's origin, as the browser called it. */
  readonly serverOrigin: string;
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
 * `app_on_other_loopback_name` or `app_on_other_site` for an app whose cookies would get lost.
 */
export async function startHandshake(
  dependencies: Dependencies,
  request: HandshakeRequest,
): Promise<HandshakeRedirect> {
  const { clock, database, random } = dependencies;
  const { instance, client, serverOrigin } = request;
  const redirectUrl = requireRedirectUrl(dependencies, request);
  const live = instance.environmentType === 'production';
  const nonce = random.secret();
  const handshake: Handshake = {
    instanceId: instance.id,
    clientId: client?.id ?? null,
    appOrigin: redirectUrl.origin,
    serverHostname: new URL(serverOrigin).hostname,
    devBrowser: live ? null : devBrowserOf(request, random),
  };
  const expireAt = new Date(clock.now().getTime() + NONCE_LIFETIME_SECONDS * 1000);
  await insertHandshake(database.queries, { ...handshake, nonceHash: hashSecret(nonce), expireAt });
  return live
    ? { location: redirectUrl.href, cookieLines: [nonceLine(handshake, nonce, NONCE_LIFETIME_SECONDS)] }
    : { location: withNonce(redirectUrl, nonce), cookieLines: [] };
}

function requireRedirectUrl(dependencies: Dependencies, request: HandshakeRequest): URL {
  const { instance, redirectUrl, serverOrigin, viaAppProxy } = request;
  if (redirectUrl === undefined) throw new Refusal('redirect_url_invalid', { reason: 'is missing' });
  const checked = checkRedirectUrl(redirectUrl, redirectOriginsOf(instance), instance.redirectUrls);
  const appUrl = checked.ok ? new URL(checked.url) : loopbackUrl(redirectUrl);
  if (appUrl?.protocol.startsWith('http') && !viaAppProxy)
    requireOneSite(dependencies, { appUrl, serverOrigin });
  if (!checked.ok) throw new Refusal('redirect_url_invalid', { reason: checked.problem });
  return new URL(checked.url);
}

/** An app opened on 127.0.0.1 is no allowed origin: the person should hear of the name, not of the list. */
function loopbackUrl(redirectUrl: string): URL | null {
  const url = URL.canParse(redirectUrl) ? new URL(redirectUrl) : null;
  return url && ['127.0.0.1', '[::1]'].includes(url.hostname) ? url : null;
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
