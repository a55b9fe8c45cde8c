'use client';

import { BartlebyProvider as ReactProvider } from '@bartleby/react';
// With .js, since the Pages Router leaves this module to Node, which does not guess endings.
import { useRouter } from 'next/navigation.js';
import type { ReactNode } from 'react';
import { publicSettings } from '../config.ts';
import { type BartlebyProviderProps, withSettings } from './provider-props.ts';

/** The provider in the browser and in the Pages Router: it moves through Next's router and refreshes its data. */
export function BartlebyProvider({
  dynamic: _,
  __clerk_ssr_state,
  ...props
}: BartlebyProviderProps): ReactNode {
  const router = useRouter();
  const { onAfterSetActive } = props;
  return (
    <ReactProvider
      initialState={__clerk_ssr_state}
      {...withSettings(props, publicSettings())}
      routerPush={(url) => router.push(url)}
      onAfterSetActive={async () => {
        // What the server rendered for someone else is stale now.
        router.refresh();
        await onAfterSetActive?.();
      }}
    />
  );
}
