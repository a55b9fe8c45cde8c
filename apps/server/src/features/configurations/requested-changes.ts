import { isDeepStrictEqual } from 'node:util';
import { Refusal } from '../../runtime/refusal.ts';
import type { SettingsChanges } from '../instances/index.ts';
import { EMPTY_TEMPLATE_SOURCE } from '../jwt-templates/index.ts';
import { type AuthConfiguration, authSettings } from './auth-configuration.ts';
import { CONFIGURATION_KEYS, type ConfigurationDocument } from './configuration.ts';

/** The body of PATCH and PUT: some or all keys of the document, types checked at the edge. */
export interface ConfigurationBody {
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
    replaces,
    destructive,
  }: { before: ConfigurationDocument; replaces: boolean; destructive: boolean },
): RequestedChanges {
  const missing = CONFIGURATION_KEYS.filter((key) => !Object.hasOwn(body, key));
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
    allowedOrigins: body.allowed_origins,
    redirectOrigins: body.redirect_origins,
    testMode: body.test_mode,
  };
  const given = Object.entries(settings).filter(([, value]) => value !== undefined);
  return {
    settings: Object.fromEntries(given) as SettingsChanges,
    source: requestedSource(session, { replaces, destructive }),
    tests: session.tests === undefined ? undefined : JSON.stringify(session.tests),
    message: session.message?.trim() || null,
    acceptBrokenUsers: session.accept_broken_users ?? null,
  };
}

function requestedSource(
  { claims, claims_source: source }: NonNullable<ConfigurationBody['session']>,
  { replaces, destructive }: { replaces: boolean; destructive: boolean },
): string | undefined {
  if (claims === null) {
    if (!destructive) throw new Refusal('destructive_change', { param_name: 'session.claims' });
    if (source !== undefined) throw bothGiven();
    return EMPTY_TEMPLATE_SOURCE;
  }
  if (claims === undefined) return source;
  if (source === undefined) return JSON.stringify(claims, null, 2);
  // What GET answered may be put back as it is: there the two say the same.
  if (replaces && saysTheSame(source, claims)) return source;
  throw bothGiven();
}

function saysTheSame(source: string, claims: unknown): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(source), claims);
  } catch {
    return false;
  }
}

const bothGiven = () =>
  new Refusal('form_conditional_param_disallowed', {
    param_name: 'session.claims_source',
    reason: 'send the claims as an object (claims) or as text (claims_source), not both',
  });

function refuseReadOnly(name: string, given: number | undefined, present: number): void {
  if (given === undefined || given === present) return;
  throw new Refusal('form_conditional_param_disallowed', {
    param_name: name,
    reason: 'it is read only; leave it out',
  });
}
