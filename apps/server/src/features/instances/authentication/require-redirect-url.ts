import { checkRedirectUrl } from '@bartleby/api-contract';
import { Refusal } from '../../../runtime/refusal.ts';
import { type Instance, redirectOriginsOf } from '../instance.ts';

/**
 * Where a browser may be sent, in its normal form: absolute, and of an allowed origin or one of the instance's
 * redirect URLs (no open redirector). Null for anything else.
 */
export function allowedRedirectUrl(instance: Instance, text: string): string | null {
  // A native app's own scheme is allowed as a whole URL alone.
  if (!/^https?:/i.test(text) && instance.redirectUrls.includes(text)) return text;
  const checked = checkRedirectUrl(text, redirectOriginsOf(instance), instance.redirectUrls);
  return checked.ok ? checked.url : null;
}

/**
 * The same for a parameter of a request.
 * @throws Refusal form_param_missing, redirect_url_not_allowed
 */
export function requireRedirectUrl(
  instance: Instance,
  text: string | undefined,
  paramName = 'redirect_url',
): string {
  if (!text) throw new Refusal('form_param_missing', { param_name: paramName });
  const url = allowedRedirectUrl(instance, text);
  if (url === null) throw new Refusal('redirect_url_not_allowed', { param_name: paramName });
  return url;
}
