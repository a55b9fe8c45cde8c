import { keyPrefixes } from './ids.ts';

export type EnvironmentType = 'development' | 'production';

export type PublishableKeyResult =
  | { readonly ok: true; readonly environmentType: EnvironmentType; readonly keyHost: string }
  | { readonly ok: false; readonly problem: string };

/**
 * The publishable key of a host: prefix + base64 of `<host>$` without padding (frontend-api.md 2.1).
 * @throws RangeError for a host that no SDK would accept (it needs a dot; port allowed; nothing else).
 */
export function publishableKeyFor(environmentType: EnvironmentType, keyHost: string): string {
  const problem = hostProblem(keyHost);
  if (problem) throw new RangeError(problem);
  const prefix = environmentType === 'production' ? keyPrefixes.publishableLive : keyPrefixes.publishableTest;
  return prefix + btoa(`${keyHost}$`).replace(/={1,2}$/, '');
}

/** What a publishable key says, or one sentence on why it is none. Never throws. */
export function parsePublishableKey(key: string): PublishableKeyResult {
  const environmentType = environmentTypeOf(key);
  if (!environmentType) return { ok: false, problem: 'A publishable key starts with pk_test_ or pk_live_.' };
  const encoded = key.slice(keyPrefixes.publishableTest.length);
  if (encoded.length > 1024 || !/^[A-Za-z0-9+/]+={0,2}$/.test(encoded))
    return { ok: false, problem: 'The part of the publishable key after its prefix is not base64.' };
  const text = decodeBase64(encoded);
  if (text === null || !text.endsWith('$') || text.indexOf('$') !== text.length - 1)
    return {
      ok: false,
      problem: 'The publishable key is incomplete: it does not hold a host ending in "$".',
    };
  const keyHost = text.slice(0, -1);
  const problem = hostProblem(keyHost);
  return problem ? { ok: false, problem } : { ok: true, environmentType, keyHost };
}

function environmentTypeOf(key: string): EnvironmentType | null {
  if (key.startsWith(keyPrefixes.publishableTest)) return 'development';
  return key.startsWith(keyPrefixes.publishableLive) ? 'production' : null;
}

function decodeBase64(encoded: string): string | null {
  try {
    return atob(encoded);
  } catch {
    return null;
  }
}

function hostProblem(keyHost: string): string | null {
  if (!keyHost.includes('.')) return `"${keyHost}" cannot be a key host: SDKs demand a dot in it.`;
  return /^[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:\d{1,5})?$/i.test(keyHost)
    ? null
    : 'The publishable key does not hold a host name.';
}
