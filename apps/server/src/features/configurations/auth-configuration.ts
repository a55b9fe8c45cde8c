import { type Static, Type } from 'typebox';
import type { AuthenticationSettings } from '../instances/index.ts';

const requirement = Type.Optional(
  Type.Union([Type.Literal('off'), Type.Literal('on'), Type.Literal('required')]),
);
const flag = Type.Optional(Type.Boolean());

/** Key `auth` of a configuration: what people sign up and sign in with. */
export const AuthBody = Type.Object(
  {
    email_address: requirement,
    email_strategies: Type.Optional(
      Type.Array(Type.Union([Type.Literal('email_code'), Type.Literal('email_link')]), { maxItems: 10 }),
    ),
    email_link_same_client: flag,
    username: requirement,
    password: requirement,
    first_name: requirement,
    last_name: requirement,
    single_session_mode: flag,
    sign_up_if_missing: flag,
    authenticator_app: flag,
    backup_code: flag,
  },
  { additionalProperties: false },
);
export type AuthConfiguration = Static<typeof AuthBody>;

/** The present settings, as key `auth` shows them. */
export function authDocument(settings: AuthenticationSettings) {
  return {
    email_address: settings.emailAddress,
    email_strategies: [...settings.emailStrategies],
    email_link_same_client: settings.emailLinkSameClient,
    username: settings.username,
    password: settings.password,
    first_name: settings.firstName,
    last_name: settings.lastName,
    single_session_mode: settings.singleSessionMode,
    sign_up_if_missing: settings.signUpIfMissing,
    authenticator_app: settings.authenticatorApp,
    backup_code: settings.backupCode,
  } satisfies Required<AuthConfiguration>;
}

/** The settings that key `auth` asks for; what it leaves out is undefined. */
export function authSettings(auth: AuthConfiguration) {
  return {
    emailAddress: auth.email_address,
    emailStrategies: auth.email_strategies,
    emailLinkSameClient: auth.email_link_same_client,
    username: auth.username,
    password: auth.password,
    firstName: auth.first_name,
    lastName: auth.last_name,
    singleSessionMode: auth.single_session_mode,
    signUpIfMissing: auth.sign_up_if_missing,
    authenticatorApp: auth.authenticator_app,
    backupCode: auth.backup_code,
  } satisfies Record<keyof AuthenticationSettings, unknown>;
}
