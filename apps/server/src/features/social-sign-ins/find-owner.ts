import type { Queries } from '../../database/database.ts';
import { type ExternalAccount, findVerifiedExternalAccount } from '../external-accounts/index.ts';
import type { OAuthAttempt, ProviderAnswer } from '../oauth-attempts/index.ts';
import { findUser, findUserByVerifiedAddress, type User } from '../users/index.ts';

/** Whose account at a provider this is. */
export type Owner =
  /** This user's; without an account it is linked, since both sides have proved the address. */
  | { readonly kind: 'user'; readonly user: User; readonly account: ExternalAccount | null }
  /** Of somebody who says to have this user's address, and nobody has proved it: never linked. */
  | { readonly kind: 'claimed'; readonly user: User }
  | { readonly kind: 'nobody' };

/** Finds the owner; nothing is linked on an address that one side has not proved. */
export async function findOwnerIn(
  queries: Queries,
  { instanceId, strategy: provider }: Pick<OAuthAttempt, 'instanceId' | 'strategy'>,
  { profile }: ProviderAnswer,
): Promise<Owner> {
  const { providerUserId, emailAddress, emailAddressVerified } = profile;
  const account = await findVerifiedExternalAccount(queries, { instanceId, provider, providerUserId });
  const known = account && (await findUser(queries, instanceId, account.userId));
  if (known) return { kind: 'user', user: known, account };
  const user =
    emailAddress === null ? null : await findUserByVerifiedAddress(queries, instanceId, emailAddress);
  if (!user) return { kind: 'nobody' };
  return emailAddressVerified ? { kind: 'user', user, account: null } : { kind: 'claimed', user };
}
