import { useCallback, useEffect, useRef, useState } from 'react';

export interface Loaded<T> {
  /** The last answer; stays while it is asked again. */
  readonly value: T | null;
  readonly error: unknown;
  readonly isLoading: boolean;
  readonly reload: () => Promise<void>;
}

/** Asks when `key` changes, and again on `reload`. Answers of an older question are dropped. */
export function useLoad<T>(key: string, load: () => Promise<T>): Loaded<T> {
  const [state, setState] = useState<{ key: string; value: T | null; error: unknown; isLoading: boolean }>({
    key,
    value: null,
    error: null,
    isLoading: true,
  });
  const latest = useRef(load);
  latest.current = load;
  const question = useRef(0);
  const ask = useCallback(async (wanted: string) => {
    const number = ++question.current;
    const isCurrent = () => number === question.current;
    setState((old) => ({ key: wanted, value: old.value, error: null, isLoading: true }));
    try {
      const value = await latest.current();
      if (isCurrent()) setState({ key: wanted, value, error: null, isLoading: false });
    } catch (error) {
      if (isCurrent()) setState((old) => ({ key: wanted, value: old.value, error, isLoading: false }));
    }
  }, []);
  useEffect(() => {
    void ask(key);
    return () => {
      question.current += 1;
    };
  }, [ask, key]);
  const reload = useCallback(() => ask(key), [ask, key]);
  return { value: state.value, error: state.error, isLoading: state.isLoading, reload };
}
