import type { AuthObject, PendingSessionOptions } from '@bartleby/backend';
import { applyPendingPolicy } from '@bartleby/backend/internal';
import { type ReadHeader, readForwardedStateSync } from './forwarded-state.ts';

/** A request of the Pages Router (`NextApiRequest`, `context.req`) or a `NextRequest`. */
export type RequestLike =
  | { headers: Headers; url?: string | undefined }
  | { headers: Record<string, string | string[] | undefined>; url?: string | undefined };

const reader =
  ({ headers }: RequestLike): ReadHeader =>
  (name) => {
    if (headers instanceof Headers) return headers.get(name) ?? undefined;
    const value = (headers as Record<string, string | string[] | undefined>)[name];
    return Array.isArray(value) ? value[0] : value;
  };

/**
 * Who the request comes from, at once and without any call: for API routes and `getServerSideProps`.
 * @throws Error when the middleware did not run for this route.
 */
export function getAuth(request: RequestLike, options?: PendingSessionOptions): AuthObject {
  const { auth } = readForwardedStateSync(reader(request), request.url ?? 'this route');
  return auth.isAuthenticated ? applyPendingPolicy(auth, options) : auth;
}
