import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import type { Instance } from '../../instances/index.ts';
import { findUser } from '../../users/index.ts';
import {
  type EmailLink,
  findAskingClientId,
  findVerification,
  useEmailLinkIn,
} from '../../verifications/index.ts';
import { passFirstFactorIn, prepareSignInSession, requireMaySignIn } from '../complete-sign-in.ts';
import { requireStatus } from '../get-sign-in.ts';
import { canTransfer, type SignIn } from '../sign-in.ts';
import type { SignInBrowser, SignInStep } from '../sign-in-browser.ts';
import { findSignIn, findSignInForUpdate } from '../sign-in-store.ts';

/**
 * Follows the link of a sign-in. In the browser that asked for it the sign-in goes on at once; opened elsewhere
 * (where the instance allows that) the link is noted as followed, and the asking browser goes on when it next
 * looks (`finishSignInByLink`).
 * @param browser the one that follows the link; null for one without a client
 * @throws Refusal verification_expired, verification_failed for a used or replaced link, user_banned,
 * resource_not_found, client_state_invalid
 */
export async function followSignInLink(
  dependencies: Dependencies,
  { browser, link }: { browser: SignInBrowser | null; link: EmailLink },
): Promise<SignInStep> {
  const { clock, database } = dependencies;
  const { instanceId, clientId } = link;
  const key = { instanceId, clientId, id: link.subjectId, now: clock.now() };
  const { userId } = requireStatus(await findSignIn(database.queries, key), 'needs_first_factor');
  const asking = browser?.client.id === clientId ? browser : null;
  const prepared =
    asking &&
    prepareSignInSession(dependencies, { browser: asking, userId: userId ?? '', strategy: 'email_link' });
  return database.transaction(async (queries) => {
    const signIn = requireStatus(await findSignInForUpdate(queries, key), 'needs_first_factor');
    if (signIn.verificationId !== link.verificationId) throw new Refusal('verification_failed');
    await useEmailLinkIn(queries, { link, clientId: browser?.client.id ?? null, now: key.now });
    const user = userId === null ? null : await findUser(queries, instanceId, userId);
    if (!user && !canTransfer(signIn)) throw new Refusal('verification_failed'); // Nobody was sent this.
    if (user) requireMaySignIn(user, key.now);
    return user && prepared
      ? passFirstFactorIn(queries, { signIn, user, prepared })
      : { signIn, issued: null };
  });
}

/**
 * Goes on with a sign-in whose link was followed in another browser; any other sign-in comes back as it is.
 * @throws Refusal resource_not_found, user_banned
 */
export async function finishSignInByLink(
  dependencies: Dependencies,
  { browser, id }: { browser: SignInBrowser; id: string },
): Promise<SignInStep | null> {
  const { clock, database } = dependencies;
  const instanceId = browser.instance.id;
  const key = { instanceId, clientId: browser.client.id, id, now: clock.now() };
  const found = await findSignIn(database.queries, key);
  if (found?.status !== 'needs_first_factor' || !found.userId || !found.verificationId) return null;
  const { userId, verificationId } = found;
  const verification = await findVerification(database.queries, instanceId, verificationId);
  if (verification?.strategy !== 'email_link' || !verification.verifiedAt) return null;
  const prepared = prepareSignInSession(dependencies, { browser, userId, strategy: 'email_link' });
  return database.transaction(async (queries) => {
    const signIn = await findSignInForUpdate(queries, key);
    const user = await findUser(queries, instanceId, userId);
    if (signIn?.status !== 'needs_first_factor' || signIn.verificationId !== verificationId || !user)
      return null;
    return passFirstFactorIn(queries, { signIn, user: requireMaySignIn(user, key.now), prepared });
  });
}

/**
 * A complete sign-in, for the page that waited for its link and asked with the cookie that the link has just
 * changed. It says that it is complete and no more: without the user's name, and without the client.
 * @returns null for anybody else
 */
export async function completeSignInForWaitingPage(
  { clock, database }: Pick<Dependencies, 'clock' | 'database'>,
  { instance, id, secretHash }: { instance: Instance; id: string; secretHash: Buffer | null },
): Promise<SignIn | null> {
  if (!secretHash) return null;
  const asker = { instanceId: instance.id, subjectId: id, secretHash, now: clock.now() };
  const clientId = await findAskingClientId(database.queries, asker);
  const signIn = clientId && (await findSignIn(database.queries, { ...asker, clientId, id }));
  return signIn && signIn.status === 'complete' ? { ...signIn, userId: null } : null;
}
