import type { Queries } from '../../database/database.ts';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { Instance } from '../instances/index.ts';
import { requireNoSession, type SignInBrowser, takeTransferableSignInIn } from '../sign-ins/index.ts';
import { findTicketBySecret } from '../tickets/index.ts';
import { refuseConflicts } from '../users/index.ts';
import { prepareCompletion, type SignUpStep, storeSignUpStepIn } from './complete-sign-up.ts';
import { prepareSignUpVerification } from './prepare-sign-up-verification.ts';
import { SIGN_UP_LIFETIME_SECONDS, type SignUp } from './sign-up.ts';
import { checkSignUpFields, type SignUpInput } from './sign-up-fields.ts';
import { deleteUnfinishedSignUps, insertSignUp } from './sign-up-store.ts';

const STRATEGIES: ReadonlySet<string> = new Set(['password', 'email_code', 'email_link', 'ticket']);

export interface NewSignUpInput extends SignUpInput {
  /** `ticket` uses the ticket; `email_code` and `email_link` send the mail in the same call. */
  readonly strategy?: string | undefined;
  readonly ticket?: string | undefined;
  /** Goes on with a sign-in that proved an address of nobody. */
  readonly transfer?: boolean | undefined;
  /** Links: where the browser goes when it has followed it. */
  readonly redirectUrl?: string | undefined;
}

interface NewSignUpRequest {
  readonly browser: SignInBrowser;
  readonly input: NewSignUpInput;
  /** Adds what another provider said, in the same transaction. */
  readonly enrichIn?: (queries: Queries, begun: SignUp) => Promise<SignUp>;
}

/**
 * Begins a sign-up; the browser's unfinished ones are dropped. With everything given and proved (by a
 * ticket) the user is made at once.
 * @throws Refusal sign_up_mode_restricted where only invitations lead in, session_exists, ticket_invalid, account_transfer_invalid,
 * form_* for bad fields, form_identifier_exists, too_many_requests
 */
export async function createSignUp(
  dependencies: Dependencies,
  { browser, input, enrichIn }: NewSignUpRequest,
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
  // With a ticket the address is the invited one, and with a transfer the proved one, whatever the browser says.
  const given = ticket === null && !input.transfer ? input : others;
  const fields = await checkSignUpFields(dependencies, instance, { input: given, known });
  const begun: SignUp = { ...newSignUp(dependencies, browser), ...fields };
  const completion = prepareCompletion(dependencies, browser);
  const step = await refuseConflicts(() =>
    dependencies.database.transaction(async (queries) => {
      await deleteUnfinishedSignUps(queries, instance.id, browser.client.id);
      const proof = { ticket, transfer: input.transfer ?? false };
      const signUp = await (enrichIn?.(queries, begun) ?? withProvedAddress(queries, begun, proof));
      await insertSignUp(queries, signUp);
      return storeSignUpStepIn(queries, signUp, completion);
    }),
  );
  if ((strategy !== 'email_code' && strategy !== 'email_link') || stated === undefined) return step;
  const { redirectUrl } = input;
  const request = { browser, id: begun.id, strategy, redirectUrl };
  return { ...step, signUp: await prepareSignUpVerification(dependencies, request) };
}

/** Only invitations lead into the operators' instance and into one whose sign-up is closed. */
export function requireOpenSignUp(instance: Instance): void {
  if (instance.kind === 'operators' || instance.settings.signUpMode === 'closed')
    throw new Refusal('sign_up_mode_restricted');
}

/** Whoever holds an invitation has proved the invited address; so has a sign-in that ended at nobody. */
async function withProvedAddress(
  queries: Queries,
  signUp: SignUp,
  { ticket: secret, transfer }: { ticket: string | null; transfer: boolean },
): Promise<SignUp> {
  const { instanceId, clientId, createdAt: now } = signUp;
  if (secret !== null) {
    const { id: ticketId, grant } = await findTicketBySecret(queries, { instanceId, secret, now });
    if (grant.purpose !== 'sign_up') throw new Refusal('ticket_invalid', { param_name: 'ticket' });
    const { emailAddress, publicMetadata } = grant;
    return { ...signUp, emailAddress, emailVerifiedBy: 'ticket', publicMetadata, ticketId };
  }
  if (!transfer) return signUp;
  return { ...signUp, ...(await takeTransferableSignInIn(queries, { instanceId, clientId, now })) };
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
    ticketId: null,
    oauthAttemptId: null,
    externalAccountStrategy: null,
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
