import type { Queries } from '../../database/database.ts';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { Instance } from '../instances/index.ts';
import { requireNoSession, type SignInBrowser } from '../sign-ins/index.ts';
import { redeemTicket } from '../tickets/index.ts';
import { refuseConflicts } from '../users/index.ts';
import { prepareCompletion, type SignUpStep, storeSignUpStepIn } from './complete-sign-up.ts';
import { prepareSignUpVerification } from './prepare-sign-up-verification.ts';
import { SIGN_UP_LIFETIME_SECONDS, type SignUp } from './sign-up.ts';
import { checkSignUpFields, type SignUpInput } from './sign-up-fields.ts';
import { deleteUnfinishedSignUps, insertSignUp } from './sign-up-store.ts';

const STRATEGIES: ReadonlySet<string> = new Set(['password', 'email_code', 'ticket']);

export interface NewSignUpInput extends SignUpInput {
  /** `ticket` uses the ticket; `email_code` sends the code in the same call. */
  readonly strategy?: string | undefined;
  readonly ticket?: string | undefined;
}

/**
 * Begins a sign-up; the browser's unfinished ones are dropped. With everything given and proved (by a
 * ticket) the user is made at once.
 * @throws Refusal sign_up_mode_restricted where only invitations lead in, session_exists, ticket_invalid,
 * form_* for bad fields, form_identifier_exists, too_many_requests
 */
export async function createSignUp(
  dependencies: Dependencies,
  { browser, input }: { browser: SignInBrowser; input: NewSignUpInput },
): Promise<SignUpStep> {
  const { instance } = browser;
  const { strategy } = input;
  if (strategy !== undefined && !STRATEGIES.has(strategy))
    throw new Refusal('form_param_value_invalid', { param_name: 'strategy' });
  const ticket = strategy === 'ticket' || input.ticket ? (input.ticket ?? '') : null;
  if (ticket === null) requireOpenSignUp(instance);
  await requireNoSession(dependencies, browser);
  const known = { emailAddress: null, username: null };
  const { emailAddress: stated, ...others } = input;
  // With a ticket the address is the invited one, whatever the browser says.
  const given = ticket === null ? input : others;
  const fields = await checkSignUpFields(dependencies, instance.id, { input: given, known });
  const begun: SignUp = { ...newSignUp(dependencies, browser), ...fields };
  const completion = prepareCompletion(dependencies, browser);
  const step = await refuseConflicts(() =>
    dependencies.database.transaction(async (queries) => {
      await deleteUnfinishedSignUps(queries, instance.id, browser.client.id);
      const signUp = ticket === null ? begun : await invite(queries, begun, ticket);
      await insertSignUp(queries, signUp);
      return storeSignUpStepIn(queries, signUp, completion);
    }),
  );
  if (strategy !== 'email_code' || stated === undefined) return step;
  return {
    ...step,
    signUp: await prepareSignUpVerification(dependencies, { browser, id: begun.id, strategy }),
  };
}

/** Only invitations lead into the operators' instance and into one whose sign-up is closed. */
export function requireOpenSignUp(instance: Instance): void {
  if (instance.kind === 'operators' || instance.settings.signUpMode === 'closed')
    throw new Refusal('sign_up_mode_restricted');
}

/** Whoever holds an invitation has proved the invited address. */
async function invite(queries: Queries, signUp: SignUp, secret: string): Promise<SignUp> {
  const { instanceId, createdAt: now } = signUp;
  const grant = await redeemTicket(queries, { instanceId, purpose: 'sign_up', secret, now });
  const { emailAddress, publicMetadata } = grant;
  return { ...signUp, emailAddress, emailVerifiedBy: 'ticket', publicMetadata };
}

function newSignUp({ clock, random }: Dependencies, { instance, client }: SignInBrowser): SignUp {
  const now = clock.now();
  return {
    instanceId: instance.id,
    id: random.id('sua'),
    clientId: client.id,
    status: 'missing_requirements',
    emailAddress: null,
    emailVerifiedBy: null,
    verificationId: null,
    username: null,
    firstName: null,
    lastName: null,
    passwordHash: null,
    unsafeMetadata: {},
    publicMetadata: {},
    locale: null,
    legalAcceptedAt: null,
    createdUserId: null,
    createdSessionId: null,
    abandonAt: new Date(now.getTime() + SIGN_UP_LIFETIME_SECONDS * 1000),
    createdAt: now,
    updatedAt: now,
  };
}
