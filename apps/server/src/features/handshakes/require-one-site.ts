import type { Config } from '../../config.ts';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { isSameSite } from '../../runtime/same-site.ts';
import { warnOnce } from '../../runtime/warn-once.ts';

/**
 * This server's origin as the browser called it.
 * @param host of the request, with port; the scheme is the public URL's, since TLS may end in front of us
 */
export const serverOriginOf = ({ publicUrl }: Pick<Config, 'publicUrl'>, host: string): string =>
  `${new URL(publicUrl).protocol}//${host}`;

const LOOPBACK_NAMES = new Set(['localhost', '127.0.0.1', '[::1]']);

/**
 * Stops an app that browsers take for another site than this server before it half-works: the sign-in would
 * seem to succeed, and the next page load would not know the user (clients contract 5.3).
 * @param serverOrigin as the browser calls it
 * @throws Refusal `app_on_other_loopback_name`, `app_on_other_site`; the log names the fix too, once per app
 */
export function requireOneSite(
  dependencies: Pick<Dependencies, 'log'>,
  { appUrl, serverOrigin }: { readonly appUrl: URL; readonly serverOrigin: string },
): void {
  const server = new URL(serverOrigin);
  if (isSameSite(appUrl, server)) return;
  const meta = { app_origin: appUrl.origin, server_origin: server.origin, hostname: server.hostname };
  warnOnce(dependencies.log, 'an app is on another site than this server: its cookies would get lost', {
    app_origin: meta.app_origin,
    server_origin: meta.server_origin,
    fix: 'open both under one scheme and domain, or let the app proxy the Frontend API on its own origin (`bartleby env --for nextjs-clerk-proxy`)',
  });
  if (!LOOPBACK_NAMES.has(appUrl.hostname) || !LOOPBACK_NAMES.has(server.hostname))
    throw new Refusal('app_on_other_site', meta);
  const suggested = new URL(appUrl);
  suggested.hostname = server.hostname;
  suggested.protocol = server.protocol;
  throw new Refusal('app_on_other_loopback_name', { ...meta, suggested_url: suggested.origin });
}
