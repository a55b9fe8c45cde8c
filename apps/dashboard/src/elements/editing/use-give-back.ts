import { useEffect, useRef } from 'react';
import { useLocation, useNavigate } from 'react-router';
import { useInstance } from '../../platform/instance-context.tsx';
import { useToast } from '../toast.tsx';

interface GivenBack<T> {
  readonly draft: T;
  readonly instanceId: string;
}

function givenBackIn<T>(state: unknown): GivenBack<T> | null {
  return (state as { givenBack?: GivenBack<T> } | null)?.givenBack ?? null;
}

/**
 * Gives a draft back to its page, to which it leads when another one is shown: a toast outlives the page it came from.
 * Not to another instance's page.
 * @param receive what the page does with it
 * @param forHistory the draft as it may stand in the browser's history, without secrets
 */
export function useGiveBack<T>(
  receive: (draft: T) => void,
  forHistory: (draft: T) => T = (draft) => draft,
): (draft: T) => unknown {
  const toast = useToast();
  const navigate = useNavigate();
  const { pathname, state } = useLocation();
  const { instance } = useInstance();
  const instanceId = instance.instance_id;
  const latest = useRef(receive);
  latest.current = receive;
  const isShown = useRef(false);
  useEffect(() => {
    isShown.current = true;
    return () => {
      isShown.current = false;
    };
  }, []);

  const returned = givenBackIn<T>(state);
  useEffect(() => {
    if (!returned) return;
    if (returned.instanceId === instanceId) latest.current(returned.draft);
    else
      toast('These changes belong to another instance: choose it, then undo.', {
        label: 'Undo',
        run: () => navigate(pathname, { state: { givenBack: returned } }),
      });
    // Once: a reload or the way back must not bring it again.
    void navigate(pathname, { replace: true, state: null });
  }, [returned, navigate, pathname, instanceId, toast]);

  return (draft) =>
    isShown.current
      ? latest.current(draft)
      : navigate(pathname, { state: { givenBack: { draft: forHistory(draft), instanceId } } });
}
