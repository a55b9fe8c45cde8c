import type { AuthObject, PendingSessionOptions } from '@bartleby/backend';

/** Reads who the request comes from. */
export type RequestAuth = (options?: PendingSessionOptions) => AuthObject;

declare global {
  namespace Express {
    interface Request {
      /** Set by `bartlebyMiddleware()`. */
      auth: RequestAuth;
    }
  }
}
