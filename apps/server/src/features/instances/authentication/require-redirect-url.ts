import { checkRedirectUrl } from '@bartleby/api-contract';
import { Refusal } from '../../../runtime/refusal.ts';
import { type Instance, redirectOriginsOf } from '../instance.ts';

/**
 * Where a browser may be sent, in its normal form: absolute, and of an allowed origin (no open redirector).
 * @throws Refusal form_param_missing, redirect_url_not_allowed
 */
export function requireRedirectUrl(
  instance: Instance,
  text: string | undefined,
  paramName = 'redirect_url',
): string {
  if (!text) throw new Refusal('form_param_missing', { param_name: paramName });
  const checked = checkRedirectUrl(text, redirectOriginsOf(instance));
  if (!checked.ok) throw new Refusal('redirect_url_not_allowed', { param_name: paramName });
  return checked.url;
}
