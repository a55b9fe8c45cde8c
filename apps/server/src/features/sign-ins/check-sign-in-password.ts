import type { Dependencies } from '../../dependencies.ts';
import { networkAddressOf } from '../../runtime/network-address.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { checkPassword, type User } from '../users/index.ts';
import {
  countAttempt,
  takeAttemptBack,
  WRONG_PASSWORDS_PER_ACCOUNT,
  WRONG_PASSWORDS_PER_NETWORK_ADDRESS,
} from '../verifications/index.ts';

export interface PasswordAttempt {
  readonly instanceId: string;
  /** Null for an unknown identifier: the same limits, one hash and the same answer as for a wrong password. */
  readonly user: User | null;
  readonly identifier: string;
  readonly password: string;
  readonly ipAddress: string;
}

/**
 * Lets the right password pass. An attempt is counted before it is compared and taken back when it was right,
 * so that of parallel guesses at most the limit is compared.
 * @throws Refusal form_password_incorrect, user_locked (account), too_many_requests (network address, hashing)
 */
export async function checkSignInPassword(
  dependencies: Pick<Dependencies, 'clock' | 'database' | 'passwords'>,
  { instanceId, user, identifier, password, ipAddress }: PasswordAttempt,
): Promise<void> {
  const { clock, database } = dependencies;
  const networkAddress = networkAddressOf(ipAddress);
  const counted = [
    { limit: WRONG_PASSWORDS_PER_ACCOUNT, subject: user?.id ?? `unknown ${identifier}` },
    ...(networkAddress === null
      ? []
      : [{ limit: WRONG_PASSWORDS_PER_NETWORK_ADDRESS, subject: networkAddress }]),
  ];
  const done: typeof counted = [];
  const takeBack = async () => {
    for (const count of done) await takeAttemptBack(database.queries, instanceId, count);
  };
  let isRight: boolean;
  try {
    for (const count of counted) {
      await countAttempt(database.queries, instanceId, { ...count, now: clock.now() });
      done.push(count);
    }
    isRight = await checkPassword(dependencies, user, password);
  } catch (error) {
    await takeBack(); // Nothing was compared.
    throw error;
  }
  if (!isRight) throw new Refusal('form_password_incorrect', { param_name: 'password' });
  await takeBack();
}
