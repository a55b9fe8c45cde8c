/** One whole URL that a browser or a native app may be sent to, beside the allowed origins. */
export interface RedirectUrl {
  readonly id: string;
  readonly url: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export const MAX_REDIRECT_URLS = 200;
const MAX_LENGTH = 2_048;
/** Schemes that run or show content instead of opening an app. */
const FORBIDDEN_SCHEMES = [
  'javascript:',
  'data:',
  'vbscript:',
  'file:',
  'blob:',
  'about:',
  'view-source:',
  'ws:',
  'wss:',
];
const CUSTOM_SCHEME = /^[a-z][a-z0-9+.-]*:\/\//i;

/**
 * What is wrong with a URL that shall be allowed, in one sentence; null when nothing is. `https`, a custom scheme
 * of a native app, and in development `http` too.
 */
export function redirectUrlProblem(
  text: string,
  environmentType: 'development' | 'production',
): string | null {
  if (text.length > MAX_LENGTH) return `it may have at most ${MAX_LENGTH} characters`;
  // Characters that two parsers could read differently; also every blank and control character.
  if (/[^\x21-\x5b\x5d-\x7e]/.test(text)) return 'it holds a blank, a backslash or a character outside ASCII';
  if (!URL.canParse(text) || !CUSTOM_SCHEME.test(text))
    return 'it is no absolute URL such as https://app.example.com/callback';
  const { protocol, username, password, host, hash } = new URL(text);
  if (FORBIDDEN_SCHEMES.includes(protocol)) return `the scheme ${protocol}// opens no app`;
  if (username !== '' || password !== '' || text.includes('@')) return 'it holds user information';
  if (hash !== '' || text.includes('*'))
    return 'it holds a fragment or a wildcard: it is compared as a whole';
  if (protocol === 'http:' && environmentType === 'production') return 'production instances need https';
  if ((protocol === 'http:' || protocol === 'https:') && host === '') return 'it names no host';
  return null;
}
