import { Refusal } from '../../runtime/refusal.ts';
import type { SocialConnection } from './social-connection.ts';

/** What an operator may say about a connection, as it came in; `undefined` was not said. */
export interface ConnectionFields {
  readonly name?: string | undefined;
  readonly logoUrl?: string | null | undefined;
  readonly issuer?: string | null | undefined;
  readonly apiUrl?: string | null | undefined;
  readonly clientId?: string | undefined;
  readonly clientSecret?: string | undefined;
  readonly scopes?: readonly string[] | undefined;
  readonly enabled?: boolean | undefined;
}

const SCOPE = /^[\x21\x23-\x5b\x5d-\x7e]{1,200}$/; // RFC 6749 section 3.3
const PRINTABLE = /^[\x20-\x7e]+$/; // RFC 6749 appendix A.1 and A.2: client id and secret
const LOOPBACK = new Set(['localhost', '127.0.0.1', '[::1]']);

/** Throws Refusal form_param_* for the first field that cannot be. */
export function checkConnectionFields(fields: ConnectionFields): void {
  requirePrintable(fields.clientId, 'client_id', 512);
  requirePrintable(fields.clientSecret, 'client_secret', 2_048);
  if (fields.name !== undefined && (fields.name.trim() === '' || fields.name.length > 100))
    throw new Refusal('form_param_format_invalid', { param_name: 'name' });
  for (const scope of fields.scopes ?? [])
    if (!SCOPE.test(scope)) throw new Refusal('form_param_format_invalid', { param_name: 'scopes' });
  requireServiceUrl(fields.issuer, 'issuer');
  requireServiceUrl(fields.apiUrl, 'api_url');
  if (fields.logoUrl && !isWebUrl(fields.logoUrl))
    throw new Refusal('form_param_format_invalid', { param_name: 'logo_url' });
}

/**
 * Fields as they are stored: no slash at the end of a URL that paths are joined to, `openid` among the scopes
 * of OpenID Connect. An issuer keeps its form: it is compared with what the provider says.
 * @throws Refusal form_param_missing for OpenID Connect without an issuer
 */
export function completeConnection(connection: SocialConnection): SocialConnection {
  const { kind, issuer, apiUrl, scopes } = connection;
  if (kind === 'oidc' && !issuer) throw new Refusal('form_param_missing', { param_name: 'issuer' });
  const withoutSlash = (url: string | null) => url?.replace(/\/+$/, '') || null;
  if (kind === 'github') return { ...connection, issuer: withoutSlash(issuer), apiUrl: withoutSlash(apiUrl) };
  const all = scopes.includes('openid') ? scopes : ['openid', ...scopes];
  return { ...connection, issuer: issuer || null, apiUrl: null, scopes: all };
}

function requirePrintable(text: string | undefined, paramName: string, maxLength: number): void {
  if (text === undefined) return;
  if (text.length > maxLength)
    throw new Refusal('form_param_max_length_exceeded', { param_name: paramName, max_length: maxLength });
  if (!PRINTABLE.test(text) || text.trim() === '')
    throw new Refusal('form_param_format_invalid', { param_name: paramName });
}

/** https, or http to this machine: secrets go there. No user info, query or fragment (OpenID Connect Discovery 1.0 section 3). */
function requireServiceUrl(text: string | null | undefined, paramName: string): void {
  if (!text) return;
  const url = URL.canParse(text) ? new URL(text) : null;
  const isSafe = url?.protocol === 'https:' || (url?.protocol === 'http:' && LOOPBACK.has(url.hostname));
  if (!url || !isSafe || /[?#@\s\\]/.test(text) || text.length > 2_048)
    throw new Refusal('form_param_format_invalid', {
      param_name: paramName,
      long_message: `${paramName} must be an https URL without query and fragment (http only on this machine).`,
    });
}

const isWebUrl = (text: string): boolean =>
  text.length <= 2_048 && URL.canParse(text) && ['http:', 'https:'].includes(new URL(text).protocol);
