import type { Clock } from '../clock.ts';

export interface VerificationOptions {
  /** Public key as PEM, RSA-2048: tokens are then verified without any call. */
  jwtKey?: string | undefined;
  /** Origins whose tokens are accepted (`azp`). Set it in production. */
  authorizedParties?: string[] | undefined;
  /** When given, `aud` must name one of these. */
  audience?: string | string[] | undefined;
  /** Accepted `iss`; `https://<host of the publishable key>` when left out. */
  issuer?: string | string[] | undefined;
  /** Tolerated difference between clocks in milliseconds; 5000 when left out. */
  clockSkewInMs?: number | undefined;
}

/** Paths that belong to an organization or to the personal account: the session follows the address. */
export interface OrganizationSyncOptions {
  /** Such as `/orgs/:slug` and `/orgs/:id/(.*)`. */
  organizationPatterns?: string[];
  personalAccountPatterns?: string[];
}

export interface AuthenticateRequestOptions extends VerificationOptions {
  secretKey?: string | undefined;
  publishableKey?: string | undefined;
  /** Frontend API address, absolute or a path on the app's own origin. */
  proxyUrl?: string | undefined;
  domain?: string | undefined;
  isSatellite?: boolean | undefined;
  satelliteAutoSync?: boolean | undefined;
  signInUrl?: string | undefined;
  signUpUrl?: string | undefined;
  afterSignInUrl?: string | undefined;
  afterSignUpUrl?: string | undefined;
  organizationSyncOptions?: OrganizationSyncOptions | undefined;
  /** Now; the system's clock when left out. */
  clock?: Clock | undefined;
}
