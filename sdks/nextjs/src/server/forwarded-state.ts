import type { RequestState, SignedInAuthObject, SignedOutAuthObject } from '@bartleby/backend';
import {
  authFromVerifiedToken,
  isSignedText,
  isSignedTextSync,
  signedOutAuthObject,
  signText,
} from '@bartleby/backend/internal';
import { serverSettings } from '../config.ts';
import { createNextClient } from './bartleby-client.ts';

/** How the middleware tells server functions what it found. Clients cannot: they would have to sign it. */
export const forwardedHeaders = {
  status: 'x-clerk-auth-status',
  reason: 'x-clerk-auth-reason',
  message: 'x-clerk-auth-message',
  token: 'x-clerk-auth-token',
  url: 'x-clerk-clerk-url',
  signature: 'x-clerk-auth-signature',
} as const;

type Forwarded = Record<keyof typeof forwardedHeaders, string>;
/** Reads one request header; `undefined` for none. */
export type ReadHeader = (name: string) => string | undefined;

const signedPart = ({ status, reason, message, token, url }: Forwarded) =>
  JSON.stringify([status, reason, message, token, url]);

/** @throws Error when the environment has no key that the server functions could check with. */
function signingKey(): string {
  const { encryptionKey, secretKey } = serverSettings();
  const key = encryptionKey ?? secretKey;
  if (!key)
    throw new Error(
      'Set BARTLEBY_SECRET_KEY (or BARTLEBY_ENCRYPTION_KEY, when the secret key is an option of the middleware): server functions need it to check what the middleware tells them.',
    );
  return key;
}

const printable = (text: string) => text.replace(/[^\x20-\x7e]/g, '?');

/** The request headers that carry a state to the server functions. All are set, so that none is a client's. */
export async function forwardState(
  state: RequestState,
  url: string,
): Promise<[name: string, value: string][]> {
  const forwarded: Forwarded = {
    status: state.status,
    reason: printable(state.reason ?? ''),
    message: printable(state.message),
    token: state.token ?? '',
    url: printable(url),
    signature: '',
  };
  forwarded.signature = await signText(signingKey(), signedPart(forwarded));
  return (Object.keys(forwardedHeaders) as (keyof Forwarded)[]).map((part) => [
    forwardedHeaders[part],
    forwarded[part],
  ]);
}

export interface ForwardedAuth {
  auth: SignedInAuthObject | SignedOutAuthObject;
  /** The address that the browser asked for. */
  url: URL;
}

/**
 * What the middleware found for this request.
 * @throws Error when it did not run, or when what it said was changed on the way.
 */
export async function readForwardedState(read: ReadHeader, route: string): Promise<ForwardedAuth> {
  const forwarded = forwardedOf(read, route);
  const isOurs = await isSignedText(signingKey(), signedPart(forwarded), forwarded.signature);
  return toAuth(forwarded, isOurs, route);
}

/** As `readForwardedState`, at once. */
export function readForwardedStateSync(read: ReadHeader, route: string): ForwardedAuth {
  const forwarded = forwardedOf(read, route);
  const isOurs = isSignedTextSync(signingKey(), signedPart(forwarded), forwarded.signature);
  if (isOurs === undefined)
    throw new Error(
      'getAuth() needs the Node.js runtime. On the Edge runtime use `await auth()`, or remove the runtime setting of this route.',
    );
  return toAuth(forwarded, isOurs, route);
}

function forwardedOf(read: ReadHeader, route: string): Forwarded {
  const forwarded = Object.fromEntries(
    Object.entries(forwardedHeaders).map(([part, name]) => [part, read(name) ?? '']),
  ) as Forwarded;
  if (!forwarded.status || !forwarded.signature) throw middlewareDidNotRun(route);
  return forwarded;
}

function toAuth(forwarded: Forwarded, isOurs: boolean, route: string): ForwardedAuth {
  if (!isOurs)
    throw new Error(
      `What bartlebyMiddleware() said about ${route} does not bear its signature. Middleware and server functions must run with the same BARTLEBY_SECRET_KEY (or BARTLEBY_ENCRYPTION_KEY).`,
    );
  const url = new URL(forwarded.url);
  if (forwarded.status === 'signed-in')
    return { auth: authFromVerifiedToken(forwarded.token, createNextClient), url };
  const { status, reason, message } = forwarded;
  return { auth: signedOutAuthObject(() => ({ status, reason, message })), url };
}

const middlewareDidNotRun = (route: string) =>
  new Error(
    `bartlebyMiddleware() was not run for this route: ${route}. Export it as default from proxy.ts (middleware.ts in Next.js 15), and let its matcher include this route.`,
  );
