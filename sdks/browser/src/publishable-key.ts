import { sha1 } from './sha1.ts';

/** What a publishable key says (frontend-api 2.1). */
export interface PublishableKey {
  readonly text: string;
  readonly instanceType: 'development' | 'production';
  /** The host inside the key; a development host such as `app.localhost:1853` is a label only. */
  readonly host: string;
  /** The end of this instance's cookie names (frontend-api 3.3). */
  readonly cookieSuffix: string;
}

function decodeHost(base64: string): string {
  try {
    return atob(base64.replace(/=+$/, ''));
  } catch {
    return '';
  }
}

function cookieSuffix(text: string): string {
  const base64 = btoa(String.fromCharCode(...sha1(text)));
  return base64.replaceAll('+', '-').replaceAll('/', '_').slice(0, 8);
}

/** Reads a publishable key; throws an Error that says what to do when it is not one. */
export function parsePublishableKey(text: string | undefined): PublishableKey {
  const parts = (text ?? '').split('_');
  const [pk, kind, base64 = ''] = parts;
  const decoded = parts.length === 3 ? decodeHost(base64) : '';
  const host = decoded.slice(0, -1);
  const isKey =
    pk === 'pk' &&
    (kind === 'test' || kind === 'live') &&
    decoded.endsWith('$') &&
    !host.includes('$') &&
    host.includes('.');
  if (!text || !isKey)
    throw new Error(
      `${text ? `"${text}" is not a publishable key` : 'The publishable key is missing'}. Copy it (pk_test_… or pk_live_…) from the Dashboard, page API keys.`,
    );
  return {
    text,
    host,
    instanceType: kind === 'live' ? 'production' : 'development',
    cookieSuffix: cookieSuffix(text),
  };
}

/**
 * The base URL of the Frontend API, without `/v1` and without a slash at its end. First match: `proxyUrl` (absolute,
 * or a path of this page's origin), `frontendApi`, the local server that a development key names, the key's host.
 */
export function frontendApiBase(
  key: PublishableKey,
  options: { proxyUrl?: string | undefined; frontendApi?: string | undefined; origin: string },
): string {
  const given = options.proxyUrl || options.frontendApi;
  if (given) return (given.startsWith('/') ? options.origin + given : given).replace(/\/+$/, '');
  const local = key.instanceType === 'development' && /^([^.]+)\.localhost:(\d+)$/.exec(key.host);
  return local ? `http://localhost:${local[2]}/i/${local[1]}` : `https://${key.host}`;
}
