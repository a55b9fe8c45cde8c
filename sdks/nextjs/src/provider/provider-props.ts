import type { Settings } from '@bartleby/backend/environment';
import type { BartlebyProviderProps as ReactProviderProps } from '@bartleby/react';

/** The props of `<BartlebyProvider>`; what is left out comes from the environment. */
export interface BartlebyProviderProps extends Omit<Partial<ReactProviderProps>, 'routerPush'> {
  /**
   * Render with who is signed in from the first byte. Every page below becomes dynamic, since it then depends on
   * the request; left out, pages stay static and the browser finds out.
   */
  readonly dynamic?: boolean;
  /** From `buildClerkProps()`, in the Pages Router. */
  readonly __clerk_ssr_state?: ReactProviderProps['initialState'];
}

/** Props first, the environment where they are silent. */
export function withSettings<Props extends BartlebyProviderProps>(props: Props, settings: Settings) {
  const { signInUrl, signUpUrl, proxyUrl, signInFallbackRedirectUrl, signUpFallbackRedirectUrl } = settings;
  const publishableKey = props.publishableKey ?? settings.publishableKey;
  if (!publishableKey)
    throw new Error(
      'The publishable key is missing. Set NEXT_PUBLIC_BARTLEBY_PUBLISHABLE_KEY, or give <BartlebyProvider> publishableKey.',
    );
  return {
    ...dropUndefined({
      signInUrl,
      signUpUrl,
      proxyUrl,
      signInFallbackRedirectUrl,
      signUpFallbackRedirectUrl,
    }),
    ...dropUndefined(props),
    publishableKey,
  };
}

function dropUndefined<Value extends object>(value: Value): Value {
  return Object.fromEntries(Object.entries(value).filter(([, each]) => each !== undefined)) as Value;
}
