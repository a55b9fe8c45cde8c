import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import { type CodeStrategy, sendCode, sendEmailLink, type Verification } from '../../verifications/index.ts';
import { requireStatus } from '../get-sign-in.ts';
import { canTransfer, type SignIn } from '../sign-in.ts';
import type { SignInBrowser } from '../sign-in-browser.ts';
import { findSignIn, findSignInForUpdate, updateSignIn } from '../sign-in-store.ts';
import { refuseUnofferedStrategy } from './offered-factors.ts';

export interface FirstFactorRequest {
  readonly browser: SignInBrowser;
  readonly id: string;
  readonly strategy: string;
  /** The e-mail factor's id of this attempt; may be left out, there is one. */
  readonly emailAddressId?: string | undefined;
  /** Links: where the browser goes when it has followed it. */
  readonly redirectUrl?: string | undefined;
}

/** The strategy, if it is one that sends a code. Throws Refusal form_param_value_invalid. */
export function requireCodeStrategy(strategy: string): CodeStrategy {
  if (strategy === 'email_code' || strategy === 'reset_password_email_code') return strategy;
  throw new Refusal('form_param_value_invalid', { param_name: 'strategy' });
}

/**
 * Sends a code or a link to the address of the attempt. For an address of nobody everything happens as usual
 * except the mail, and the code works for nobody.
 * @throws Refusal resource_not_found, client_state_invalid, form_*, redirect_url_not_allowed, too_many_requests
 */
export async function prepareFirstFactor(
  dependencies: Dependencies,
  request: FirstFactorRequest,
): Promise<SignIn> {
  const { clock, database } = dependencies;
  const { browser, id, emailAddressId } = request;
  const { instance, client } = browser;
  if (request.strategy !== 'email_link') requireCodeStrategy(request.strategy);
  const key = { instanceId: instance.id, clientId: client.id, id, now: clock.now() };
  const signIn = requireStatus(await findSignIn(database.queries, key), 'needs_first_factor');
  refuseUnofferedStrategy(signIn, instance.settings, request.strategy);
  if (emailAddressId !== undefined && emailAddressId !== signIn.emailFactorId)
    throw new Refusal('form_resource_not_found', { param_name: 'email_address_id' });
  const verification = await send(dependencies, request, signIn);
  return database.transaction(async (queries) => {
    const current = requireStatus(await findSignInForUpdate(queries, key), 'needs_first_factor');
    const prepared = { ...current, verificationId: verification.id, updatedAt: key.now };
    await updateSignIn(queries, prepared);
    return prepared;
  });
}

async function send(
  dependencies: Dependencies,
  { browser, strategy, redirectUrl }: FirstFactorRequest,
  signIn: SignIn,
): Promise<Verification> {
  const { instance, client, frontendUrl } = browser;
  const { identifier: emailAddress, userId } = signIn;
  if (emailAddress === null) throw new Refusal('client_state_invalid');
  const resets = strategy === 'reset_password_email_code';
  const deliver = userId !== null || (canTransfer(signIn) && !resets);
  if (strategy !== 'email_link')
    return sendCode(dependencies, {
      instance,
      emailAddress,
      strategy: requireCodeStrategy(strategy),
      deliver,
    });
  return sendEmailLink(dependencies, {
    instance,
    emailAddress,
    purpose: 'sign_in',
    subjectId: signIn.id,
    clientId: client.id,
    frontendUrl,
    redirectUrl,
    deliver,
  });
}
