import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { User } from '../users/index.ts';
import { prepareSignInSession, requireMaySignIn } from './complete-sign-in.ts';
import { checkSignInPassword } from './first-factor/check-sign-in-password.ts';
import { passPasswordIn, refuseCompromisedPassword } from './first-factor/compromised-password.ts';
import { refuseUnofferedStrategy } from './first-factor/offered-factors.ts';
import { prepareFirstFactor } from './first-factor/prepare-first-factor.ts';
import { findIdentifiedUser, requireIdentifier } from './identify-user.ts';
import { newSignIn } from './new-sign-in.ts';
import type { SignIn } from './sign-in.ts';
import {
  refuseSignedInUser,
  requireNoSession,
  type SignInBrowser,
  type SignInStep,
} from './sign-in-browser.ts';
import { signInByTicket } from './sign-in-by-ticket.ts';
import { deleteUnfinishedSignIns, insertSignIn } from './sign-in-store.ts';

/** What a browser may say at the start; all of it may be missing. */
export interface SignInInput {
  readonly strategy?: string | undefined;
  readonly identifier?: string | undefined;
  readonly password?: string | undefined;
  readonly ticket?: string | undefined;
  /** Links: where the browser goes when it has followed it. */
  readonly redirectUrl?: string | undefined;
  /** Asks that an unknown address becomes a sign-up; heard where the instance allows it. */
  readonly signUpIfMissing?: boolean | undefined;
}

interface SignInRequest {
  readonly browser: SignInBrowser;
  readonly input: SignInInput;
}

/** An attempt that is not stored yet, and who it would sign in. */
interface BegunSignIn {
  readonly signIn: SignIn;
  readonly user: User | null;
}

/**
 * Begins a sign-in, and ends it at once with a right password or ticket; the browser's unfinished ones are
 * dropped. An unknown identifier is answered exactly like a known one: the same factors, one hash for a
 * password, the same refusals.
 * @throws Refusal session_exists, identifier_already_signed_in, form_param_*, form_password_incorrect, form_password_compromised,
 * ticket_invalid, user_locked, user_banned, too_many_requests
 */
export async function createSignIn(
  dependencies: Dependencies,
  { browser, input }: SignInRequest,
): Promise<SignInStep> {
  await requireNoSession(dependencies, browser);
  const strategy = input.strategy ?? (input.password === undefined ? undefined : 'password');
  switch (strategy) {
    case 'ticket':
      return signInByTicket(dependencies, { browser, secret: input.ticket ?? '' });
    case 'password':
      return signInByPassword(dependencies, { browser, input });
    case 'email_code':
    case 'email_link':
    case 'reset_password_email_code': {
      const { id } = await store(dependencies, await identify(dependencies, { browser, input }));
      const { redirectUrl } = input;
      const signIn = await prepareFirstFactor(dependencies, { browser, id, strategy, redirectUrl });
      return { signIn, issued: null };
    }
    case undefined: {
      const begun = input.identifier
        ? await identify(dependencies, { browser, input })
        : { signIn: newSignIn(dependencies, browser), user: null };
      return { signIn: await store(dependencies, begun), issued: null };
    }
    default:
      throw new Refusal('form_param_value_invalid', { param_name: 'strategy' });
  }
}

async function store({ database }: Dependencies, { signIn }: BegunSignIn): Promise<SignIn> {
  await database.transaction(async (queries) => {
    await deleteUnfinishedSignIns(queries, signIn.instanceId, signIn.clientId);
    await insertSignIn(queries, signIn);
  });
  return signIn;
}

/** Looks the identifier up. Nothing in the attempt that goes out depends on whether somebody has it. */
async function identify(dependencies: Dependencies, { browser, input }: SignInRequest): Promise<BegunSignIn> {
  const { clock, database, random } = dependencies;
  const { instance } = browser;
  const { settings } = instance;
  const typed = requireIdentifier(settings, input.identifier);
  const user = await findIdentifiedUser(database.queries, instance.id, typed);
  const signIn: SignIn = {
    ...newSignIn(dependencies, browser),
    status: 'needs_first_factor',
    identifier: typed.identifier,
    identifierKind: typed.kind,
    userId: user?.id ?? null,
    emailFactorId: typed.kind === 'email_address' ? random.id('idn') : null,
    signUpIfMissing:
      settings.signUpIfMissing && settings.signUpMode === 'public' && (input.signUpIfMissing ?? false),
  };
  // Where one session is allowed nobody gets here with one; elsewhere it tells of the browser's own users only.
  if (!settings.singleSessionMode)
    await refuseSignedInUser(database.queries, { signIn, userId: user?.id ?? '', now: clock.now() });
  return { signIn, user };
}

async function signInByPassword(
  dependencies: Dependencies,
  { browser, input }: SignInRequest,
): Promise<SignInStep> {
  const { password } = input;
  const { instance, ipAddress } = browser;
  if (!input.identifier) throw new Refusal('form_param_missing', { param_name: 'identifier' });
  if (!password) throw new Refusal('form_param_nil', { param_name: 'password' });
  const { signIn, user: found } = await identify(dependencies, { browser, input });
  refuseUnofferedStrategy(signIn, instance.settings, 'password');
  const identifier = signIn.identifier ?? '';
  const typed = { instanceId: instance.id, user: found, identifier, password, ipAddress };
  await checkSignInPassword(dependencies, typed);
  if (!found) throw new Error('a password of nobody passed'); // checkSignInPassword refuses these.
  const user = requireMaySignIn(found, dependencies.clock.now());
  refuseCompromisedPassword(user, instance.settings);
  const prepared = prepareSignInSession(dependencies, { browser, userId: user.id, strategy: 'password' });
  return dependencies.database.transaction(async (queries) => {
    await deleteUnfinishedSignIns(queries, signIn.instanceId, signIn.clientId);
    await insertSignIn(queries, signIn);
    return passPasswordIn(queries, { signIn, user, prepared });
  });
}
