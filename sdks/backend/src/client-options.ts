import type { AuthenticateRequestOptions } from './request-state/authenticate-options.ts';

export interface BartlebyClientOptions extends AuthenticateRequestOptions {
  /** Origin of the Backend API, such as `http://localhost:1853`; the origin of an absolute `proxyUrl` when left out. */
  apiUrl?: string | undefined;
  userAgent?: string | undefined;
  /** Replaces the global `fetch`. */
  fetch?: typeof fetch | undefined;
}
