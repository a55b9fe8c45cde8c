import type { Dependencies } from '../../../dependencies.ts';
import { networkAddressOf } from '../../../runtime/network-address.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import { checkPassword, type User } from '../../users/index.ts';
import {
  countFailures,
  WRONG_PASSWORDS_PER_ACCOUNT,
  WRONG_PASSWORDS_PER_NETWORK_ADDRESS,
} from '../../verifications/index.ts';

export interface PasswordAttempt {
  readonly instanceId: string;
  /** Null for an unknown identifier: the same limits, one hash and the same answer as for a wrong password. */
  readonly user: User | null;
  readonly identifier: string;
  readonly password: string;
  readonly ipAddress: string;
}

/**
 * Lets the right password pass; wrong ones count against the account and the network address.
 * @throws Refusal form_password_incorrect, user_locked (account), too_many_requests (network address, hashing)
 */
export async function checkSignInPassword(
  dependencies: Pick<Dependencies, 'clock' | 'database' | 'passwords'>,
  { instanceId, user, identifier, password, ipAddress }: PasswordAttempt,
): Promise<void> {
  const networkAddress = networkAddressOf(ipAddress);
  const limits = [
    { limit: WRONG_PASSWORDS_PER_ACCOUNT, subject: user?.id ?? `unknown ${identifier}` },
    ...(networkAddress === null
      ? []
      : [{ limit: WRONG_PASSWORDS_PER_NETWORK_ADDRESS, subject: networkAddress }]),
  ];
  const isRight = await countFailures(dependencies, instanceId, limits, () =>
    checkPassword(dependencies, user, password),
  );
  if (!isRight) throw new Refusal('form_password_incorrect', { param_name: 'password' });
}
