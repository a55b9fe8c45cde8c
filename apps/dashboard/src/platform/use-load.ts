import { useCallback, useEffect, useRef, useState } from 'react';

export interface Loaded<T> {
  /** The last answer; stays while it is asked again. */
  readonly value: T | null;
  readonly error: unknown;
  readonly isLoading: boolean;
  readonly reload: () => Promise<void>;
  /** What is known to be the newest, as after a save; what is being asked meanwhile is older. */
  readonly replace: (value: T) => void;
}

/**
 * Asks when `key` changes, and again on `reload`. Answers of an older question are dropped.
 * @param load its `signal` is aborted when the answer is not waited for any more
 */
export function useLoad<T>(key: string, load: (signal: AbortSignal) => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ key: string; value: T | null; error: unknown; isLoading: boolean }>({
    key,
    value: null,
    error: null,
    isLoading: true,
  });
  const latest = useRef(load);
  latest.current = load;
  const question = useRef(new AbortController());
  const ask = useCallback(async (wanted: string) => {
    question.current.abort();
    question.current = new AbortController();
    const { signal } = question.current;
    const isCurrent = () => !signal.aborted;
    setState((old) => ({ key: wanted, value: old.value, error: null, isLoading: true }));
    try {
      const value = await latest.current(signal);
      if (isCurrent()) setState({ key: wanted, value, error: null, isLoading: false });
    } catch (error) {
      if (isCurrent()) setState((old) => ({ key: wanted, value: old.value, error, isLoading: false }));
    }
  }, []);
  useEffect(() => {
    void ask(key);
    return () => question.current.abort();
  }, [ask, key]);
  const reload = useCallback(() => ask(key), [ask, key]);
  const replace = useCallback(
    (value: T) => {
      question.current.abort();
      setState({ key, value, error: null, isLoading: false });
    },
    [key],
  );
  return { value: state.value, error: state.error, isLoading: state.isLoading, reload, replace };
}
