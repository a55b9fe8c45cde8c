import type { AuthObject, AuthorizationParams, Has, SignedInAuthObject } from '@bartleby/backend';

export interface ProtectOptions {
  /** Where to send who is signed in but not allowed; status 404 when left out. */
  unauthorizedUrl?: string | undefined;
  /** Where to send who is not signed in; pages go to the sign-in page when left out. */
  unauthenticatedUrl?: string | undefined;
}

export type ProtectCheck = AuthorizationParams | ((has: Has) => boolean);

export interface Protect {
  (check: ProtectCheck, options?: ProtectOptions): Promise<SignedInAuthObject>;
  (options?: ProtectOptions): Promise<SignedInAuthObject>;
}

/** How `protect()` ends a request, each in the way of its place: middleware or server function. */
export interface Endings {
  notFound: () => never;
  unauthorized: () => never;
  redirect: (url: string) => never;
  redirectToSignIn: () => never;
}

/**
 * The protect table of backend contract section 5.1: not signed in → `unauthenticatedUrl`, the sign-in page for
 * pages, 401 for server actions, 404 for the rest; not allowed → `unauthorizedUrl`, else 404.
 */
export function protect(
  auth: AuthObject,
  readHeader: (name: string) => string | undefined,
  endings: Endings,
  args: Parameters<Protect>,
): SignedInAuthObject {
  const { check, options } = readArguments(args);
  if (!auth.isAuthenticated) {
    if (options.unauthenticatedUrl) return endings.redirect(options.unauthenticatedUrl);
    if (isServerAction(readHeader)) return endings.unauthorized();
    return isPageRequest(readHeader) ? endings.redirectToSignIn() : endings.notFound();
  }
  if (check === undefined || isAllowed(auth, check)) return auth;
  return options.unauthorizedUrl ? endings.redirect(options.unauthorizedUrl) : endings.notFound();
}

const isAllowed = (auth: SignedInAuthObject, check: ProtectCheck) =>
  typeof check === 'function' ? check(auth.has) : auth.has(check as Parameters<Has>[0]);

const DIMENSIONS = ['role', 'permission', 'feature', 'plan', 'reverification'];

function readArguments(args: unknown[]): { check: ProtectCheck | undefined; options: ProtectOptions } {
  const [first, second] = args as [ProtectCheck | ProtectOptions | undefined, ProtectOptions | undefined];
  if (typeof first === 'function') return { check: first, options: second ?? {} };
  const given = first ?? {};
  const hasDimension = DIMENSIONS.some((name) => name in given);
  return {
    check: hasDimension ? (given as AuthorizationParams) : undefined,
    options: { ...(given as ProtectOptions), ...second },
  };
}

type ReadHeader = (name: string) => string | undefined;

export function isServerAction(read: ReadHeader): boolean {
  if (read('next-action') !== undefined) return true;
  if (read('next-url') === undefined) return false;
  return (
    (read('accept')?.includes('text/x-component') ?? false) ||
    (read('content-type')?.includes('multipart/form-data') ?? false)
  );
}

/** A person waits for a page: a load, a navigation of the app's router, or the data of a page. */
export function isPageRequest(read: ReadHeader): boolean {
  const destination = read('sec-fetch-dest');
  if (destination === 'document' || destination === 'iframe') return true;
  if (read('accept')?.includes('text/html')) return true;
  if (read('x-nextjs-data') !== undefined) return true;
  return (read('next-url') !== undefined || read('rsc') !== undefined) && !isServerAction(read);
}
