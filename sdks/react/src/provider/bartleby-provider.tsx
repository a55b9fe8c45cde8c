import { type BrowserClientOptions, createBartlebyBrowserClient } from '@bartleby/browser';
import { createContext, type ReactNode, useContext, useEffect, useMemo, useRef, useState } from 'react';
import type { BartlebyContextValue, BartlebyOptions, InitialState } from './bartleby-options.ts';

const BartlebyContext = createContext<BartlebyContextValue | null>(null);

export interface BartlebyProviderProps extends BartlebyOptions {
  readonly children?: ReactNode;
  readonly publishableKey: string;
  /** Base of the Frontend API, or the path of a proxy on this origin (`/__clerk`). */
  readonly proxyUrl?: string | undefined;
  readonly frontendApi?: string | undefined;
  /** Whether changed claims show within about two seconds, while the page is visible. Default: true. */
  readonly liveClaims?: boolean | undefined;
  readonly initialState?: InitialState | undefined;
  /** The router's way to another page of this app. Default: load it. */
  readonly routerPush?: ((url: string) => unknown) | undefined;
  /** Run before and after who is signed in changes: a framework drops its caches here. */
  readonly onBeforeSetActive?: (() => void | Promise<void>) | undefined;
  readonly onAfterSetActive?: (() => void | Promise<void>) | undefined;
}

/** Addresses of this origin go through the app's router, if there is one; all others load. */
function navigateThrough(push: BartlebyProviderProps['routerPush'], url: string): void {
  const target = new URL(url, window.location.href);
  if (push && target.origin === window.location.origin) push(target.pathname + target.search + target.hash);
  else window.location.assign(target.href);
}

function useClient(props: BartlebyProviderProps) {
  const latest = useRef(props);
  latest.current = props;
  const { publishableKey, proxyUrl, frontendApi, liveClaims } = props;
  const client = useMemo(() => {
    const options: BrowserClientOptions = {
      publishableKey,
      proxyUrl,
      frontendApi,
      liveClaims,
      navigate: (url) => navigateThrough(latest.current.routerPush, url),
      onBeforeSetActive: () => latest.current.onBeforeSetActive?.(),
      onAfterSetActive: () => latest.current.onAfterSetActive?.(),
    };
    return createBartlebyBrowserClient(options);
  }, [publishableKey, proxyUrl, frontendApi, liveClaims]);
  useEffect(() => {
    // What went wrong is in the client's state, where the components show it.
    client.load().catch(() => undefined);
    return client.stop;
  }, [client]);
  return client;
}

/**
 * Gives everything below it the signed-in user. Stands once, near the root of the app. Throws an Error that says
 * what to do when the publishable key is missing or not one.
 */
export function BartlebyProvider(props: BartlebyProviderProps): ReactNode {
  const client = useClient(props);
  const { initialState, children } = props;
  const [firstState] = useState(initialState);
  const value = useMemo(
    () => ({ client, initialState: initialState ?? firstState, options: props }),
    [client, initialState, firstState, props],
  );
  return <BartlebyContext.Provider value={value}>{children}</BartlebyContext.Provider>;
}

/** The context; throws an Error naming the hook or component that stands outside the provider. */
export function useBartleby(who: string): BartlebyContextValue {
  const value = useContext(BartlebyContext);
  if (!value)
    throw new Error(`${who} must stand inside <BartlebyProvider>. Put the provider around your app's root.`);
  return value;
}
