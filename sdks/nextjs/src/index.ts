/** Bartleby for Next.js: provider, hooks and components. Server functions are in `@bartleby/nextjs/server`. */
import { BartlebyProvider } from '#provider';

export * from '@bartleby/react';
export type { BartlebyProviderProps } from './provider/provider-props.ts';
export { BartlebyProvider, BartlebyProvider as ClerkProvider };
