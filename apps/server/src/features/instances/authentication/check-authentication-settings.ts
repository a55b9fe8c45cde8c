import { Refusal } from '../../../runtime/refusal.ts';
import type { Instance } from '../instance.ts';
import type { AuthenticationSettings } from './authentication-settings.ts';

/** Where each setting stands in the configuration: what a refusal points to. */
const POINTERS: Record<Setting, string> = {
  emailAddress: 'auth.email_address',
  emailStrategies: 'auth.email_strategies',
  emailLinkSameClient: 'auth.email_link_same_client',
  username: 'auth.username',
  password: 'auth.password',
  firstName: 'auth.first_name',
  lastName: 'auth.last_name',
  singleSessionMode: 'auth.single_session_mode',
  signUpIfMissing: 'auth.sign_up_if_missing',
  authenticatorApp: 'auth.authenticator_app',
  backupCode: 'auth.backup_code',
};

/**
 * Settings with which nobody could sign up, or sign in again, are refused.
 * @param changes laid over the instance's present settings
 * @throws Refusal form_conditional_param_disallowed, which names the first setting that cannot be
 */
export function checkAuthenticationSettings(
  { kind, settings: present }: Pick<Instance, 'kind' | 'settings'>,
  changes: Partial<AuthenticationSettings>,
): void {
  const first = (Object.keys(POINTERS) as Setting[]).find((name) => changes[name] !== undefined);
  if (first === undefined) return;
  if (kind === 'operators') throw refuse(first, 'operators sign in with email address and password');
  const problem = problemOf({ ...present, ...changes });
  if (problem) throw refuse(...problem);
}

type Setting = keyof AuthenticationSettings;
type Problem = readonly [setting: Setting, reason: string];

function problemOf(settings: AuthenticationSettings): Problem | null {
  const { emailAddress, emailStrategies, username, password, signUpIfMissing, backupCode } = settings;
  if (emailAddress !== 'required' && username !== 'required')
    return ['emailAddress', 'email address or username must be required: people sign in with one of them'];
  if (new Set(emailStrategies).size !== emailStrategies.length)
    return ['emailStrategies', 'each strategy may stand there once'];
  if (emailAddress !== 'off' && emailStrategies.length === 0)
    return ['emailStrategies', 'an email address is proved by email_code, email_link or either'];
  if (emailAddress !== 'required' && password !== 'required')
    return ['password', 'who may have no email address needs a password to sign in'];
  if (username !== 'off' && password === 'off')
    return ['username', 'a username signs in with a password, which is off'];
  if (signUpIfMissing && emailAddress === 'off')
    return ['signUpIfMissing', 'it takes an email address to prove'];
  if (backupCode && !settings.authenticatorApp)
    return ['backupCode', 'backup codes stand in for an authenticator app, which is off'];
  return null;
}

const refuse = (setting: Setting, reason: string) =>
  new Refusal('form_conditional_param_disallowed', { param_name: POINTERS[setting], reason });
