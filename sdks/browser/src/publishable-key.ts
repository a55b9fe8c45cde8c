import { cookieSuffixOfDigest, type EnvironmentType, parsePublishableKey } from '@bartleby/api-contract';
import { sha1 } from './sha1.ts';

/** What a publishable key says (frontend-api 2.1). */
export interface PublishableKey {
  readonly text: string;
  readonly instanceType: EnvironmentType;
  /** The host inside the key; a development host such as `app.localhost:1853` is a label only. */
  readonly host: string;
  /** The end of this instance's cookie names (frontend-api 3.3). */
  readonly cookieSuffix: string;
}

/** Reads a publishable key; throws an Error that says what to do when it is not one. */
export function readPublishableKey(text: string | undefined): PublishableKey {
  const result = parsePublishableKey(text ?? '');
  if (!text || !result.ok)
    throw new Error(
      `${result.ok || !text ? 'The publishable key is missing.' : result.problem} Copy it (pk_test_… or pk_live_…) from the Dashboard, page API keys.`,
    );
  return {
    text,
    host: result.keyHost,
    instanceType: result.environmentType,
    cookieSuffix: cookieSuffixOfDigest(sha1(text)),
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
