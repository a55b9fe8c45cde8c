import { useState } from 'react';
import { PlatformError, sentenceOf } from '../platform/platform-error.ts';
import type { Loaded } from '../platform/use-load.ts';
import { useToast } from './toast.tsx';

/** Asks before something is done to an entry of a list, does it, says so, and loads the list again. */
export function useAskBefore<T extends { readonly id: string }>(
  loaded: Loaded<readonly T[]>,
  { run, done }: { readonly run: (asked: T) => Promise<unknown>; readonly done: (asked: T) => string },
) {
  const toast = useToast();
  const [id, setId] = useState<string | null>(null);
  const asked = loaded.value?.find((one) => one.id === id) ?? null;
  const end = (text: string) => {
    setId(null);
    toast(text);
    return loaded.reload();
  };
  const confirm = async () => {
    if (asked === null) return;
    try {
      await run(asked);
    } catch (error) {
      // Somebody was faster.
      if (error instanceof PlatformError && error.status === 404) return end(sentenceOf(error));
      // It was asked about what is not so any more: the next answer is about what is.
      await loaded.reload();
      throw error;
    }
    await end(done(asked));
  };
  return { asked, ask: ({ id: wanted }: T) => setId(wanted), confirm, cancel: () => setId(null) };
}
