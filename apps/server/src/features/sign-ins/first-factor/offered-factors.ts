import { Refusal } from '../../../runtime/refusal.ts';
import type { AuthenticationSettings } from '../../instances/index.ts';
import { maskEmailAddress } from '../../users/index.ts';
import type { SignIn } from '../sign-in.ts';

/** A first factor as browsers are offered it (frontend-api.md 4.7). */
export interface FirstFactor {
  readonly strategy: string;
  readonly email_address_id?: string;
  readonly safe_identifier?: string;
  readonly primary?: boolean;
}

/**
 * The first factors of an attempt: they follow from the instance's settings and the kind of identifier alone, so
 * that nothing tells whether somebody has it. A username comes with the password only: an address to mail to
 * would tell.
 */
export function offeredFactors(signIn: SignIn, settings: AuthenticationSettings): FirstFactor[] | null {
  const { identifier, identifierKind, emailFactorId } = signIn;
  if (identifier === null) return null;
  const password = settings.password === 'off' ? [] : [{ strategy: 'password' }];
  if (identifierKind === 'username' || emailFactorId === null) return password;
  const email = {
    email_address_id: emailFactorId,
    safe_identifier: maskEmailAddress(identifier),
    primary: true,
  };
  const byMail = settings.emailAddress === 'off' ? [] : settings.emailStrategies;
  const reset = password.length === 0 || byMail.length === 0 ? [] : ['reset_password_email_code'];
  return [...password, ...[...byMail, ...reset].map((strategy) => ({ strategy, ...email }))];
}

/** Throws Refusal form_param_value_invalid for a strategy that this attempt was not offered. */
export function refuseUnofferedStrategy(
  signIn: SignIn,
  settings: AuthenticationSettings,
  strategy: string,
): void {
  const offered = offeredFactors(signIn, settings) ?? [];
  if (!offered.some((factor) => factor.strategy === strategy))
    throw new Refusal('form_param_value_invalid', { param_name: 'strategy' });
}
