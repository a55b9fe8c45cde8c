import type { AuthObject, PendingSessionOptions } from '@bartleby/backend';
import { signedOutAuthObject } from '@bartleby/backend/internal';
import type { Request } from 'express';
import { requestStateOf } from './bartleby-middleware.ts';

/**
 * Who the request comes from. At once, without any call.
 * @throws Error where `bartlebyMiddleware()` did not run before.
 */
export function getAuth(request: Request, options?: PendingSessionOptions): AuthObject {
  const state = requestStateOf(request);
  if (!state)
    throw new Error(
      `bartlebyMiddleware() was not run for this route: ${request.method} ${request.originalUrl}. Add app.use(bartlebyMiddleware()) before it.`,
    );
  return state.toAuth(options) ?? signedOutAuthObject();
}
