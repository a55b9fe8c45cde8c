import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { redeemTicket } from '../tickets/index.ts';
import { findUser, findUserByVerifiedAddress, requireEmailAddress } from '../users/index.ts';
import { checkSignInPassword } from './check-sign-in-password.ts';
import { completeSignInIn, prepareSignInSession, requireNotBanned } from './complete-sign-in.ts';
import { prepareFirstFactor } from './prepare-first-factor.ts';
import { SIGN_IN_LIFETIME_SECONDS, type SignIn } from './sign-in.ts';
import { requireNoSession, type SignInBrowser, type SignInStep } from './sign-in-browser.ts';
import { deleteUnfinishedSignIns, insertSignIn } from './sign-in-store.ts';

/** What a browser may say at the start; all of it may be missing. */
export interface SignInInput {
  readonly strategy?: string | undefined;
  readonly identifier?: string | undefined;
  readonly password?: string | undefined;
  readonly ticket?: string | undefined;
}

interface SignInRequest {
  readonly browser: SignInBrowser;
  readonly input: SignInInput;
}

/**
 * Begins a sign-in, and ends it at once with a right password or ticket; the browser's unfinished ones are
 * dropped. An unknown identifier is answered exactly like a known one: the same factors, one hash for a
 * password, the same refusals.
 * @throws Refusal session_exists, form_param_*, form_password_incorrect, ticket_invalid, user_locked,
 * user_banned, too_many_requests
 */
export async function createSignIn(
  dependencies: Dependencies,
  { browser, input }: SignInRequest,
): Promise<SignInStep> {
  await requireNoSession(dependencies, browser);
  const strategy = input.strategy ?? (input.password === undefined ? undefined : 'password');
  switch (strategy) {
    case 'ticket':
      return signInByTicket(dependencies, { browser, input });
    case 'password':
      return signInByPassword(dependencies, { browser, input });
    case 'email_code':
    case 'reset_password_email_code': {
      const { id } = await begin(dependencies, { browser, input });
      const signIn = await prepareFirstFactor(dependencies, { browser, id, strategy });
      return { signIn, issued: null };
    }
    case undefined:
      return { signIn: await begin(dependencies, { browser, input }), issued: null };
    default:
      throw new Refusal('form_param_value_invalid', { param_name: 'strategy' });
  }
}

async function begin(dependencies: Dependencies, { browser, input }: SignInRequest): Promise<SignIn> {
  const { database } = dependencies;
  const begun = newSignIn(dependencies, browser);
  const signIn = input.identifier ? await identify(dependencies, begun, input.identifier) : begun;
  if (input.strategy !== undefined && signIn.identifier === null)
    throw new Refusal('form_param_missing', { param_name: 'identifier' });
  await database.transaction(async (queries) => {
    await deleteUnfinishedSignIns(queries, signIn.instanceId, signIn.clientId);
    await insertSignIn(queries, signIn);
  });
  return signIn;
}

/** Looks the address up. Nothing in the attempt that goes out depends on whether somebody has it. */
async function identify({ database, random }: Dependencies, signIn: SignIn, text: string): Promise<SignIn> {
  const identifier = requireEmailAddress(text, 'identifier');
  const user = await findUserByVerifiedAddress(database.queries, signIn.instanceId, identifier);
  const emailFactorId = random.id('idn');
  return { ...signIn, status: 'needs_first_factor', identifier, userId: user?.id ?? null, emailFactorId };
}

async function signInByPassword(
  dependencies: Dependencies,
  { browser, input }: SignInRequest,
): Promise<SignInStep> {
  const { database } = dependencies;
  const { instance } = browser;
  if (!input.identifier) throw new Refusal('form_param_missing', { param_name: 'identifier' });
  if (!input.password) throw new Refusal('form_param_nil', { param_name: 'password' });
  const identifier = requireEmailAddress(input.identifier, 'identifier');
  const found = await findUserByVerifiedAddress(database.queries, instance.id, identifier);
  const { password } = input;
  await checkSignInPassword(dependencies, {
    instanceId: instance.id,
    user: found,
    identifier,
    password,
    ipAddress: browser.ipAddress,
  });
  if (!found) throw new Error('a password of nobody passed'); // checkSignInPassword refuses these.
  const user = requireNotBanned(found);
  const begun = { ...newSignIn(dependencies, browser), identifier };
  return startAndComplete(dependencies, { browser, begun, userId: user.id });
}

async function startAndComplete(
  dependencies: Dependencies,
  { browser, begun, userId }: { browser: SignInBrowser; begun: SignIn; userId: string },
): Promise<SignInStep> {
  const prepared = prepareSignInSession(dependencies, { browser, userId, strategy: 'password' });
  return dependencies.database.transaction(async (queries) => {
    await deleteUnfinishedSignIns(queries, begun.instanceId, begun.clientId);
    await insertSignIn(queries, begun);
    return completeSignInIn(queries, begun, prepared);
  });
}

async function signInByTicket(
  dependencies: Dependencies,
  { browser, input }: SignInRequest,
): Promise<SignInStep> {
  const begun = newSignIn(dependencies, browser);
  const { instanceId, clientId, createdAt: now } = begun;
  const secret = input.ticket ?? '';
  return dependencies.database.transaction(async (queries) => {
    const grant = await redeemTicket(queries, { instanceId, purpose: 'sign_in', secret, now });
    const user = await findUser(queries, instanceId, grant.userId);
    if (!user) throw new Refusal('ticket_invalid', { param_name: 'ticket' });
    const { id: userId } = requireNotBanned(user);
    await deleteUnfinishedSignIns(queries, instanceId, clientId);
    await insertSignIn(queries, begun);
    const prepared = prepareSignInSession(dependencies, { browser, userId, strategy: 'ticket' });
    return completeSignInIn(queries, begun, prepared);
  });
}

function newSignIn(
  { clock, random }: Pick<Dependencies, 'clock' | 'random'>,
  { instance, client }: SignInBrowser,
): SignIn {
  const now = clock.now();
  return {
    instanceId: instance.id,
    id: random.id('sia'),
    clientId: client.id,
    status: 'needs_identifier',
    identifier: null,
    userId: null,
    emailFactorId: null,
    verificationId: null,
    verifiedStrategy: null,
    createdSessionId: null,
    abandonAt: new Date(now.getTime() + SIGN_IN_LIFETIME_SECONDS * 1000),
    createdAt: now,
    updatedAt: now,
  };
}
