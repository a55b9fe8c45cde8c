import { useEffect } from 'react';
import { useToast } from '../toast.tsx';
import type { Editing, Step } from './use-editing.ts';

/** Steps of an open editor from one state to another, each with the way back, also when it is closed meanwhile. */
export function useSteps<Start>(
  { state, restore }: { readonly state: Start; readonly restore: (to: Start) => void },
  { attach, giveBack }: Partial<Pick<Editing<Start>, 'attach'>> & Pick<Editing<Start>, 'giveBack'>,
): Step<Start> {
  const toast = useToast();
  const step: Step<Start> = (to, text) => {
    restore(to);
    toast(text, { label: 'Undo', run: () => giveBack(state) });
  };
  useEffect(() => attach?.(step));
  return step;
}
