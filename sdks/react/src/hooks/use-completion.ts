import { useEffect, useState } from 'react';
import { useBartleby } from '../provider/bartleby-provider.tsx';
import { useBrowserState } from './use-browser-state.ts';

export interface Completion {
  /** Shows the new session and goes where `returnUrl` says. Never throws: what went wrong is in `problem`. */
  finish(sessionId: string | null): Promise<void>;
  /** Nothing is left to fill in: the next page is on its way, or `problem` says why not. */
  readonly isDone: boolean;
  readonly problem: string | null;
  /** Tries to finish once more. */
  retry(): void;
}

/**
 * The end of a sign-in or sign-up. Somebody who is signed in already is sent on at once, unless `isBusy`: then this
 * screen has something to do first.
 */
export function useCompletion(who: string, returnUrl: () => string, isBusy = false): Completion {
  const { client } = useBartleby(who);
  const { user } = useBrowserState(who);
  const [finishing, setFinishing] = useState<{ sessionId: string | null; problem: string | null } | null>(
    null,
  );
  const isSignedInAlready = Boolean(user) && !isBusy && !finishing;
  // biome-ignore lint/correctness/useExhaustiveDependencies: the address is read when it is needed.
  useEffect(() => {
    if (isSignedInAlready) void client.navigate(returnUrl());
  }, [client, isSignedInAlready]);
  const finish = async (sessionId: string | null) => {
    setFinishing({ sessionId, problem: null });
    try {
      await client.setActive({ session: sessionId, redirectUrl: returnUrl() });
    } catch (error) {
      setFinishing({ sessionId, problem: error instanceof Error ? error.message : String(error) });
    }
  };
  return {
    finish,
    isDone: finishing !== null || isSignedInAlready,
    problem: finishing?.problem ?? null,
    retry: () => void finish(finishing?.sessionId ?? null),
  };
}
