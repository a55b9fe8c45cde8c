import { useEffect, useState } from 'react';
import { useBlocker } from 'react-router';
import { useInstance } from '../../platform/instance-context.tsx';

/** A way out that waits for an answer. */
export interface HeldLeave {
  readonly proceed: () => void;
  readonly stay: () => void;
}

/**
 * Holds the ways out of a page with unsaved changes: other pages of the Dashboard and another instance, which a dialog
 * answers, and the end of the tab, which the browser asks about.
 * @returns the way that is held; null while nobody wants to leave
 */
export function useLeaveGuard(isDirty: boolean): HeldLeave | null {
  const { holdInstance } = useInstance();
  const [held, setHeld] = useState<HeldLeave | null>(null);
  useEffect(() => {
    if (!isDirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    const release = holdInstance((choose) =>
      setHeld({
        proceed: () => {
          setHeld(null);
          choose();
        },
        stay: () => setHeld(null),
      }),
    );
    return () => {
      window.removeEventListener('beforeunload', ask);
      release();
      // What was asked about is saved or gone meanwhile.
      setHeld(null);
    };
  }, [isDirty, holdInstance]);
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) => isDirty && currentLocation.pathname !== nextLocation.pathname,
  );
  if (blocker.state === 'blocked') return { proceed: blocker.proceed, stay: blocker.reset };
  return held;
}
