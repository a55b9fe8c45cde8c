import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { sendCode, type VerificationStrategy } from '../verifications/index.ts';
import { requireStatus } from './get-sign-in.ts';
import type { SignIn } from './sign-in.ts';
import type { SignInBrowser } from './sign-in-browser.ts';
import { findSignIn, findSignInForUpdate, updateSignIn } from './sign-in-store.ts';

export interface FirstFactorRequest {
  readonly browser: SignInBrowser;
  readonly id: string;
  readonly strategy: string;
  /** The e-mail factor's id of this attempt; may be left out, there is one. */
  readonly emailAddressId?: string | undefined;
}

/** The strategy, if it is one that sends a code. Throws Refusal form_param_value_invalid. */
export function requireCodeStrategy(strategy: string): VerificationStrategy {
  if (strategy === 'email_code' || strategy === 'reset_password_email_code') return strategy;
  throw new Refusal('form_param_value_invalid', { param_name: 'strategy' });
}

/**
 * Sends a code to the address of the attempt. For an address of nobody everything happens as usual except
 * the mail, and the code works for nobody.
 * @throws Refusal resource_not_found, client_state_invalid, form_*, too_many_requests
 */
export async function prepareFirstFactor(
  dependencies: Dependencies,
  { browser, id, strategy: given, emailAddressId }: FirstFactorRequest,
): Promise<SignIn> {
  const { clock, database } = dependencies;
  const { instance, client } = browser;
  const strategy = requireCodeStrategy(given);
  const key = { instanceId: instance.id, clientId: client.id, id, now: clock.now() };
  const { identifier, userId, emailFactorId } = requireStatus(
    await findSignIn(database.queries, key),
    'needs_first_factor',
  );
  if (identifier === null) throw new Refusal('client_state_invalid');
  if (emailAddressId !== undefined && emailAddressId !== emailFactorId)
    throw new Refusal('form_resource_not_found', { param_name: 'email_address_id' });
  const deliver = userId !== null;
  const verification = await sendCode(dependencies, {
    instance,
    emailAddress: identifier,
    strategy,
    deliver,
  });
  return database.transaction(async (queries) => {
    const current = requireStatus(await findSignInForUpdate(queries, key), 'needs_first_factor');
    const prepared = { ...current, verificationId: verification.id, updatedAt: key.now };
    await updateSignIn(queries, prepared);
    return prepared;
  });
}
