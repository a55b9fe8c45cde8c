import { Refusal } from '../../runtime/refusal.ts';
import type { InstanceSettings, SettingsChanges } from '../instances/index.ts';
import { EMPTY_TEMPLATE_SOURCE } from '../jwt-templates/index.ts';
import { type AuthConfiguration, authSettings } from './auth-configuration.ts';
import { type ConfigurationDocument, REQUIRED_KEYS } from './configuration.ts';
import { type DeclaredTypesBody, declaredTypesSettings } from './declared-types.ts';
import { bothGiven, givenSource } from './given-source.ts';
import type { JwtTemplatesConfiguration } from './jwt-templates/jwt-templates-body.ts';

/** The body of PATCH and PUT: some or all keys of the document, types checked at the edge. */
export interface ConfigurationBody extends DeclaredTypesBody {
  readonly session?: {
    readonly claims?: Record<string, unknown> | null;
    readonly claims_source?: string;
    /** What must hold of the template; kept with its version. */
    readonly tests?: readonly unknown[];
    /** Kept with the version: why it was changed. */
    readonly message?: string | null;
    /** How many users may lose their claims because their token would not fit: exactly those counted. */
    readonly accept_broken_users?: number;
    readonly version?: number;
    readonly lifetime_seconds?: number;
    readonly maximum_age_seconds?: number;
    readonly inactivity_seconds?: number;
  };
  readonly sign_up?: { readonly mode?: 'public' | 'closed' };
  readonly auth?: AuthConfiguration;
  /** By name; null deletes. */
  readonly jwt_templates?: JwtTemplatesConfiguration;
  readonly allowed_origins?: string[];
  readonly redirect_origins?: string[];
  readonly test_mode?: boolean;
}

export interface RequestedChanges {
  readonly settings: SettingsChanges;
  /** Undefined: the template stays. */
  readonly source: string | undefined;
  /** As a JSON array. Undefined: they stay. */
  readonly tests: string | undefined;
  readonly message: string | null;
  /** Null: nobody may be broken. */
  readonly acceptBrokenUsers: number | null;
}

/**
 * What a body asks for.
 * @param replaces PUT: every key must be there, and `claims` beside `claims_source` when both say the same
 * @throws Refusal config_keys_missing, destructive_change, form_conditional_param_disallowed
 */
export function requestedChanges(
  body: ConfigurationBody,
  {
    before,
    settings: present,
    replaces,
    destructive,
  }: { before: ConfigurationDocument; settings: InstanceSettings; replaces: boolean; destructive: boolean },
): RequestedChanges {
  const missing = REQUIRED_KEYS.filter((key) => !Object.hasOwn(body, key));
  if (replaces && missing.length > 0)
    throw new Refusal('config_keys_missing', { missing_keys: missing.join(', ') });
  const { session = {}, sign_up: signUp = {} } = body;
  refuseReadOnly('session.version', session.version, before.session.version);
  refuseReadOnly('session.lifetime_seconds', session.lifetime_seconds, before.session.lifetime_seconds);
  const settings = {
    sessionLifetimeSeconds: session.maximum_age_seconds,
    sessionInactivitySeconds: session.inactivity_seconds,
    signUpMode: signUp.mode,
    ...authSettings(body.auth ?? {}),
    ...declaredTypesSettings(body, present),
    allowedOrigins: body.allowed_origins,
    redirectOrigins: body.redirect_origins,
    testMode: body.test_mode,
  };
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return {
    settings: Object.fromEntries(given) as SettingsChanges,
    source: requestedSource(session, before.session, destructive),
    tests: session.tests === undefined ? undefined : JSON.stringify(session.tests),
    message: session.message?.trim() || null,
    acceptBrokenUsers: session.accept_broken_users ?? null,
  };
}

function requestedSource(
  { claims, claims_source: source }: NonNullable<ConfigurationBody['session']>,
  before: ConfigurationDocument['session'],
  destructive: boolean,
): string | undefined {
  if (claims === null) {
    if (!destructive) throw new Refusal('destructive_change', { param_name: 'session.claims' });
    if (source !== undefined) throw bothGiven('session');
    return EMPTY_TEMPLATE_SOURCE;
  }
  return givenSource({ claims, claims_source: source }, before, 'session');
}

function refuseReadOnly(name: string, given: number | undefined, present: number): void {
  if (given === undefined || given === present) return;
  throw new Refusal('form_conditional_param_disallowed', {
    param_name: name,
    reason: 'it is read only; leave it out',
  });
}
