import { useEffect } from 'react';
import { useBlocker } from 'react-router';

/** Asks before other pages of the Dashboard (the blocker is answered by a dialog) and before the tab goes. */
export function useLeaveGuard(isDirty: boolean) {
  useEffect(() => {
    if (!isDirty) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, [isDirty]);
  return useBlocker(isDirty);
}
