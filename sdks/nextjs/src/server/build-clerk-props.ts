import { getAuth, type RequestLike } from './get-auth.ts';

/** What `getServerSideProps` hands to the provider, so that the first rendering knows who is signed in. */
export interface ClerkProps {
  __clerk_ssr_state: {
    userId: string | null;
    sessionId: string | null;
    sessionClaims: Record<string, unknown> | null;
  };
}

/** `return { props: { ...buildClerkProps(context.req) } }`; in `_app`: `<BartlebyProvider {...pageProps}>`. */
export function buildClerkProps(request: RequestLike): ClerkProps {
  const { userId, sessionId, sessionClaims } = getAuth(request);
  return { __clerk_ssr_state: { userId, sessionId, sessionClaims: sessionClaims && { ...sessionClaims } } };
}
