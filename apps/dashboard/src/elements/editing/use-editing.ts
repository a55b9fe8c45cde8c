import { useRef, useState } from 'react';
import { useToast } from '../toast.tsx';
import { useGiveBack } from './use-give-back.ts';

/** Shows another state in the editor, says so, and offers the way back. */
export type Step<Start> = (to: Start, text: string) => void;

/**
 * Whether a page's editor is open, and with what.
 * @param forHistory a draft as it may stand in the browser's history, without secrets
 */
export function useEditing<Start>(forHistory?: (draft: Start) => Start) {
  const [opened, setOpened] = useState<{ number: number; start: Start | null } | null>(null);
  const count = useRef(0);
  const editor = useRef<Step<Start> | null>(null);
  const toast = useToast();

  const open = (start: Start | null) => {
    count.current += 1;
    setOpened({ number: count.current, start });
  };
  /** As a step when an editor is open: what is typed there is not lost. */
  const bring: Step<Start> = (start, text) => (editor.current ?? open)(start, text);
  const giveBack = useGiveBack<Start>((draft) => bring(draft, 'Undone.'), forHistory);

  return {
    opened,
    open,
    bring,
    giveBack,
    close: () => setOpened(null),
    /** Told by the editor while it is open. */
    attach: (step: Step<Start>) => {
      editor.current = step;
      return () => {
        editor.current = null;
      };
    },
    tellDiscarded: (draft: Start) =>
      toast('Changes discarded.', { label: 'Undo', run: () => giveBack(draft) }),
  };
}

export type Editing<Start> = ReturnType<typeof useEditing<Start>>;
