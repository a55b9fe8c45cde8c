import type { ReactNode } from 'react';
import { publicSettings } from '../config.ts';
import { auth } from '../server/auth.ts';
import { BartlebyProvider as ClientProvider } from './client-provider.tsx';
import { type BartlebyProviderProps, withSettings } from './provider-props.ts';

/**
 * Gives everything below it the signed-in user. Stands once, in the root layout. Keys and addresses come from the
 * environment. Throws an Error that says what to set when the publishable key is missing.
 */
export function BartlebyProvider({ dynamic = false, ...props }: BartlebyProviderProps): ReactNode {
  const settled = withSettings(props, publicSettings());
  return dynamic ? <DynamicProvider {...settled} /> : <ClientProvider {...settled} />;
}

async function DynamicProvider(props: BartlebyProviderProps): Promise<ReactNode> {
  const { userId, sessionId, sessionClaims } = await auth();
  return (
    <ClientProvider
      {...props}
      initialState={{ userId, sessionId, sessionClaims: sessionClaims && { ...sessionClaims } }}
    />
  );
}
