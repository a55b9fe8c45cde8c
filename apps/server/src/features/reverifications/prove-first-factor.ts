import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { type AccountHolder, verifyPassword } from '../accounts/index.ts';
import { updateFactorsVerified } from '../sessions/index.ts';
import { getUser } from '../users/index.ts';
import { sendCode, tryCode } from '../verifications/index.ts';
import { getReverification } from './get-reverification.ts';
import { type FirstFactorStrategy, type Reverification, statusAfterFirstFactor } from './reverification.ts';
import { updateReverification } from './reverification-store.ts';

const waitsFor = 'needs_first_factor';
const invalidStrategy = () => new Refusal('form_param_value_invalid', { param_name: 'strategy' });

/**
 * Sends a code to a proved address of the session's user.
 * @throws Refusal form_param_value_invalid (strategy), resource_not_found, verification_*, too_many_requests
 */
export async function prepareFirstFactor(
  dependencies: Dependencies,
  input: { holder: AccountHolder; strategy: string; emailAddressId: string | undefined },
): Promise<Reverification> {
  const { holder, strategy, emailAddressId } = input;
  const { instance, userId } = holder;
  if (strategy !== 'email_code') throw invalidStrategy();
  const waiting = await getReverification(dependencies, { holder, waitsFor });
  const user = await getUser(dependencies, { instanceId: instance.id, userId });
  const wanted = emailAddressId ?? user.primaryEmailAddressId;
  const address = user.emailAddresses.find(({ id, verified }) => verified && id === wanted);
  if (!address) throw new Refusal('resource_not_found', { param_name: 'email_address_id' });
  const { emailAddress } = address;
  const { id } = await sendCode(dependencies, { instance, emailAddress, strategy, deliver: true });
  const step = { firstFactorVerificationId: id, now: dependencies.clock.now() };
  return required(await updateReverification(dependencies.database.queries, waiting, step));
}

/**
 * Proves the first factor once more; the session's token says so from now on.
 * @throws Refusal form_param_value_invalid (strategy), form_param_missing, form_password_incorrect, form_password_compromised, user_locked,
 * form_code_incorrect, verification_*
 */
export async function attemptFirstFactor(
  dependencies: Dependencies,
  input: {
    holder: AccountHolder;
    strategy: string;
    password?: string | undefined;
    code?: string | undefined;
  },
): Promise<Reverification> {
  const { holder, strategy, password, code } = input;
  if (strategy !== 'password' && strategy !== 'email_code') throw invalidStrategy();
  const waiting = await getReverification(dependencies, { holder, waitsFor });
  if (strategy === 'email_code') return proveByCode(dependencies, holder, waiting, code);
  if (!password) throw new Refusal('form_param_missing', { param_name: 'password' });
  const user = await getUser(dependencies, { instanceId: holder.instance.id, userId: holder.userId });
  if (!(await verifyPassword(dependencies, { user, password })))
    throw new Refusal('form_password_incorrect', { param_name: 'password' });
  if (user.passwordCompromised) throw new Refusal('form_password_compromised', { param_name: 'password' });
  return dependencies.database.transaction((queries) =>
    finish(queries, waiting, { strategy, now: dependencies.clock.now() }),
  );
}

async function proveByCode(
  { clock, database }: Dependencies,
  holder: AccountHolder,
  waiting: Reverification,
  code: string | undefined,
): Promise<Reverification> {
  const verificationId = waiting.firstFactorVerificationId;
  if (verificationId === null) throw new Refusal('verification_missing');
  if (!code) throw new Refusal('form_param_missing', { param_name: 'code' });
  const now = clock.now();
  const instanceId = holder.instance.id;
  const proved = await database.transaction(async (queries) => {
    const { ok } = await tryCode(queries, { instanceId, verificationId, code, now });
    return ok ? finish(queries, waiting, { strategy: 'email_code', now }) : null;
  });
  if (!proved) throw new Refusal('form_code_incorrect', { param_name: 'code' });
  return proved;
}

async function finish(
  queries: Parameters<typeof updateReverification>[0],
  waiting: Reverification,
  { strategy, now }: { strategy: FirstFactorStrategy; now: Date },
): Promise<Reverification> {
  const { instanceId, sessionId, level } = waiting;
  const step = { status: statusAfterFirstFactor(level), firstFactorStrategy: strategy, now };
  const done = required(await updateReverification(queries, waiting, step));
  await updateFactorsVerified(queries, instanceId, sessionId, { first: now });
  return done;
}

/** Another request has finished it, or begun another one. */
function required(reverification: Reverification | null): Reverification {
  if (!reverification) throw new Refusal('verification_expired');
  return reverification;
}
