import type { Queries } from '../../database/database.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { entriesFor, isSubaddress } from './restricted-identifier.ts';
import { findAddressStanding, isKeptFromSigningIn } from './restricted-identifier-store.ts';

/**
 * Refuses an address that may not sign up: on the blocklist, or not on the allowlist, or a subaddress, each as far
 * as the instance's restrictions say so. An invitation opens the allowlist, not the blocklist.
 * @throws Refusal not_allowed_access
 */
export async function requireAllowedToSignUp(
  queries: Queries,
  instanceId: string,
  { emailAddress, isInvited = false }: { readonly emailAddress: string; readonly isInvited?: boolean },
): Promise<void> {
  const standing = await findAddressStanding(queries, instanceId, entriesFor(emailAddress));
  if (!standing) return;
  const isRefused =
    (standing.blocklist && standing.isBlocked) ||
    (standing.allowlist && !standing.isAllowed && !isInvited) ||
    (standing.blockEmailSubaddresses && !isInvited && isSubaddress(emailAddress));
  if (isRefused) throw new Refusal('not_allowed_access', { param_name: 'email_address' });
}

/**
 * Refuses a user whom the lists keep out at sign-in, whatever they prove who they are with.
 * @throws Refusal not_allowed_access
 */
export async function requireAllowedToSignIn(
  queries: Queries,
  instanceId: string,
  userId: string,
): Promise<void> {
  if (await isKeptFromSigningIn(queries, instanceId, userId)) throw new Refusal('not_allowed_access');
}
