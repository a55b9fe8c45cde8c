import {
  cookieNames,
  type EnvironmentType,
  publishableKeyFor,
  suffixedCookieName,
} from '@bartleby/api-contract';
import {
  type AuthenticationSettings,
  defaultAuthenticationSettings,
} from './authentication/authentication-settings.ts';
import {
  type AuthorizationSettings,
  defaultAuthorizationSettings,
} from './declared-types/authorization-settings.ts';
import {
  defaultMetadataSchemaSettings,
  type MetadataSchemaSettings,
} from './declared-types/metadata-schema-settings.ts';
import {
  defaultRestrictionSettings,
  type RestrictionSettings,
} from './published-settings/restriction-settings.ts';

/** What an operator may set. */
export interface InstanceSettings
  extends AuthenticationSettings,
    RestrictionSettings,
    MetadataSchemaSettings,
    AuthorizationSettings {
  /** Shown to end users in titles and mails. */
  readonly applicationName: string;
  /** Origins of the app's pages: exact, or patterns (`http://localhost:*`, `https://*.example.com`). */
  readonly allowedOrigins: readonly string[];
  /** Further origins that a browser may be redirected to, e.g. another site of the same company. */
  readonly redirectOrigins: readonly string[];
  readonly signUpMode: 'public' | 'closed';
  /** A session ends so long after the sign-in. */
  readonly sessionLifetimeSeconds: number;
  /** A session ends after so long without use; 0: never. */
  readonly sessionInactivitySeconds: number;
  /** `+clerk_test` addresses take the code 424242. Development instances only. */
  readonly testMode: boolean;
  /** Where users write to: shown on the screens of sign-in when something fails. */
  readonly supportEmail: string | null;
  /** What the screens offer first where a password is required: it, or a mailed code. */
  readonly preferredSignInStrategy: 'password' | 'otp';
}

/** The tenant: one environment of one application, or the operators' own. */
export interface Instance {
  readonly id: string;
  readonly applicationId: string;
  readonly slug: string;
  readonly kind: 'application' | 'operators';
  readonly environmentType: EnvironmentType;
  readonly publishableKey: string;
  /** The host inside the publishable key. */
  readonly keyHost: string;
  /** `iss` of its tokens: `https://` + key host. */
  readonly issuer: string;
  /** Suffix of its cookies. */
  readonly cookieSuffix: string;
  readonly clientCookieName: string;
  /** Where browsers reach its Frontend API, without a slash at the end. */
  readonly frontendApiUrl: string;
  /** Raised by every write that changes what tokens look like. */
  readonly version: number;
  /** Raised by every write of its configuration. */
  readonly configVersion: number;
  readonly settings: InstanceSettings;
  /** Whole URLs that a browser may be redirected to, beside the origins of the settings. */
  readonly redirectUrls: readonly string[];
  readonly createdAt: Date;
}

const DAY_SECONDS = 86_400;

/** The settings of a new instance (published default of a session: 7 days). */
export function defaultSettings(applicationName: string, environmentType: EnvironmentType): InstanceSettings {
  const isDevelopment = environmentType === 'development';
  return {
    applicationName,
    allowedOrigins: isDevelopment ? ['http://localhost:*', 'https://localhost:*'] : [],
    redirectOrigins: [],
    signUpMode: 'public',
    sessionLifetimeSeconds: 7 * DAY_SECONDS,
    sessionInactivitySeconds: 0,
    testMode: isDevelopment,
    supportEmail: null,
    preferredSignInStrategy: 'password',
    ...defaultRestrictionSettings,
    ...defaultMetadataSchemaSettings,
    ...defaultAuthorizationSettings,
    ...defaultAuthenticationSettings,
  };
}

/**
 * The host inside the key. Development: `<slug>.localhost` and the public URL's port, a label that nobody
 * resolves, unique per instance and server. Production: its own host, or the public URL's; the operators'
 * gets a label before it, so that two instances never share a key (DESIGN decision 4).
 */
export function keyHostOf(
  instance: Pick<Instance, 'slug' | 'kind' | 'environmentType'> & { readonly frontendApiHost: string | null },
  publicUrl: string,
): string {
  const url = new URL(publicUrl);
  if (instance.environmentType === 'production') {
    if (instance.frontendApiHost !== null) return instance.frontendApiHost;
    const needsLabel = instance.kind === 'operators' || !url.host.includes('.');
    return needsLabel ? `${instance.slug}.${url.host}` : url.host;
  }
  return url.port === '' ? `${instance.slug}.localhost` : `${instance.slug}.localhost:${url.port}`;
}

/** Everything about an instance that follows from its host and slug. */
export function derivedNames(
  instance: { readonly slug: string; readonly environmentType: EnvironmentType; readonly keyHost: string },
  publicUrl: string,
  cookieSuffixOf: (publishableKey: string) => string,
): Pick<
  Instance,
  'publishableKey' | 'keyHost' | 'issuer' | 'cookieSuffix' | 'clientCookieName' | 'frontendApiUrl'
> {
  const publishableKey = publishableKeyFor(instance.environmentType, instance.keyHost);
  const cookieSuffix = cookieSuffixOf(publishableKey);
  return {
    publishableKey,
    keyHost: instance.keyHost,
    issuer: `https://${instance.keyHost}`,
    cookieSuffix,
    clientCookieName:
      instance.environmentType === 'production'
        ? cookieNames.client
        : suffixedCookieName(cookieNames.client, cookieSuffix),
    frontendApiUrl: `${publicUrl}/i/${instance.slug}`,
  };
}

/** Origins whose pages may call the Frontend API: the settings', and the server's own (portal, Dashboard). */
export function allowedOriginsOf(instance: Instance): readonly string[] {
  return [...instance.settings.allowedOrigins, new URL(instance.frontendApiUrl).origin];
}

/**
 * The longest origin that apps of the instance may have: what claim `azp` takes at most. Patterns stand for an
 * origin of some length: five digits of port, twenty characters of subdomain.
 */
export function longestAllowedOrigin(instance: Instance): string {
  return allowedOriginsOf(instance)
    .map((origin) => origin.replace(/:\*$/, ':65535').replace('*', 'x'.repeat(20)))
    .reduce((longest, origin) => (origin.length > longest.length ? origin : longest), '');
}

/** Origins that a browser may be redirected to: those of the pages, and the settings' further ones. */
export function redirectOriginsOf(instance: Instance): readonly string[] {
  return [...allowedOriginsOf(instance), ...instance.settings.redirectOrigins];
}
