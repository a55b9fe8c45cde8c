/** `off`: not asked for. `on`: may be given. `required`: nobody becomes a user without. */
export type Requirement = 'off' | 'on' | 'required';

/** How a mailbox is proved: by a code that is typed in, or a link that is followed. */
export type EmailStrategy = 'email_code' | 'email_link';

/** What people sign up and sign in with (frontend-api.md 4.1). */
export interface AuthenticationSettings {
  readonly emailAddress: Requirement;
  readonly emailStrategies: readonly EmailStrategy[];
  /** A mailed link works only in the browser that asked for it. */
  readonly emailLinkSameClient: boolean;
  readonly username: Requirement;
  readonly password: Requirement;
  readonly firstName: Requirement;
  readonly lastName: Requirement;
  /** One session per browser; off, a browser may hold sessions of several users. */
  readonly singleSessionMode: boolean;
  /** A sign-in with an unknown address turns into a sign-up once its mailbox was proved. */
  readonly signUpIfMissing: boolean;
  /** Whether users may enrol an authenticator app; whoever has one is always asked for it. */
  readonly authenticatorApp: boolean;
  /** Whether users may make backup codes. */
  readonly backupCode: boolean;
}

/** E-mail code and password, one session per browser. */
export const defaultAuthenticationSettings: AuthenticationSettings = {
  emailAddress: 'required',
  emailStrategies: ['email_code'],
  emailLinkSameClient: true,
  username: 'off',
  password: 'required',
  firstName: 'on',
  lastName: 'on',
  singleSessionMode: true,
  signUpIfMissing: false,
  authenticatorApp: false,
  backupCode: false,
};

/** What a user may be recognised by at sign-in. */
export function identifierKinds(settings: AuthenticationSettings): ('email_address' | 'username')[] {
  return [
    ...(settings.emailAddress === 'off' ? [] : (['email_address'] as const)),
    ...(settings.username === 'off' ? [] : (['username'] as const)),
  ];
}
