import { createContext, useContext } from 'react';
import type { InstanceCalls } from './platform-client.ts';
import type { InstanceSummary, Operator } from './resources.ts';

/** The instance under administration, and who administers it. */
export interface InstanceContextValue {
  readonly platform: InstanceCalls;
  readonly instance: InstanceSummary;
  readonly operator: Operator;
  /** False for those whose role only looks. */
  readonly mayChange: boolean;
  /** Until it is released, `ask` is asked before another instance is shown, and goes on with `choose`. */
  readonly holdInstance: (ask: (choose: () => void) => void) => () => void;
}

export const InstanceContext = createContext<InstanceContextValue | null>(null);

/** The instance of this page; stands inside the shell. */
export function useInstance(): InstanceContextValue {
  const value = useContext(InstanceContext);
  if (!value) throw new Error('useInstance() must stand inside the shell.');
  return value;
}
