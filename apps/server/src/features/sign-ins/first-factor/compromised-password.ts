import type { Queries } from '../../../database/database.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import type { AuthenticationSettings } from '../../instances/index.ts';
import type { PreparedSession } from '../../sessions/index.ts';
import type { User } from '../../users/index.ts';
import { passFirstFactorIn } from '../complete-sign-in.ts';
import type { SignIn } from '../sign-in.ts';
import type { SignInStep } from '../sign-in-browser.ts';
import { updateSignIn } from '../sign-in-store.ts';

/** Whether the user gets in without a password: by their mailbox, or an account at a provider. */
function hasOtherWay(
  { emailAddresses, externalAccounts }: User,
  { emailAddress, emailStrategies }: AuthenticationSettings,
): boolean {
  const byMail = emailAddress !== 'off' && emailStrategies.length > 0;
  return (
    (byMail && emailAddresses.some(({ verified, reserved }) => verified || reserved)) ||
    externalAccounts.some(({ verified }) => verified)
  );
}

/**
 * A right password that a backend has marked as compromised signs nobody in who has another way: they reset it
 * there. Call it only after the password was right.
 * @throws Refusal form_password_compromised
 */
export function refuseCompromisedPassword(user: User, settings: AuthenticationSettings): void {
  if (user.passwordCompromised && hasOtherWay(user, settings))
    throw new Refusal('form_password_compromised', { param_name: 'password' });
}

/** The password was right. Who has nothing else but a compromised one chooses another before going on. */
export async function passPasswordIn(
  queries: Queries,
  { signIn, user, prepared }: { signIn: SignIn; user: User; prepared: PreparedSession },
): Promise<SignInStep> {
  if (!user.passwordCompromised) return passFirstFactorIn(queries, { signIn, user, prepared });
  const waiting: SignIn = {
    ...signIn,
    status: 'needs_new_password',
    userId: user.id,
    verifiedStrategy: 'password',
    updatedAt: prepared.session.createdAt,
  };
  await updateSignIn(queries, waiting);
  return { signIn: waiting, issued: null };
}
