import type { ForecastLine, ForecastProgressLine, ForecastResult } from '@bartleby/api-contract';
import { useEffect, useRef, useState } from 'react';
import { useInstance } from '../../platform/instance-context.tsx';
import { PlatformError, platformErrorFrom } from '../../platform/platform-error.ts';

export type ForecastState =
  | { readonly kind: 'running'; readonly progress: ForecastProgressLine | null }
  | { readonly kind: 'done'; readonly result: ForecastResult }
  | { readonly kind: 'cancelled' }
  | { readonly kind: 'failed'; readonly error: unknown };

/** Forecasts a draft, from the moment it is shown until it is done, cancelled or gone. */
export function useForecast(source: string) {
  const { platform } = useInstance();
  const [state, setState] = useState<ForecastState>({ kind: 'running', progress: null });
  const running = useRef<AbortController | null>(null);

  const start = async () => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    const { signal } = controller;
    const show = (next: ForecastState) => {
      if (!signal.aborted) setState(next);
    };
    setState({ kind: 'running', progress: null });
    let last: ForecastLine | null = null;
    const onLine = (line: ForecastLine) => {
      last = line;
      if (line.type === 'progress') show({ kind: 'running', progress: line });
    };
    try {
      await platform.forecast(source, { signal, onLine });
      show(endOf(last));
    } catch (error) {
      show({ kind: 'failed', error });
    }
  };
  const cancel = () => {
    running.current?.abort();
    setState({ kind: 'cancelled' });
  };

  const begin = useRef(start);
  useEffect(() => {
    void begin.current();
    return () => running.current?.abort();
  }, []);
  return { state, start: () => void start(), cancel };
}

/** What the last line says; an answer without its end broke off. */
function endOf(line: ForecastLine | null): ForecastState {
  if (line?.type === 'result') return { kind: 'done', result: line };
  if (line?.type === 'error') return { kind: 'failed', error: platformErrorFrom(line.status, line) };
  return { kind: 'failed', error: new PlatformError(0, []) };
}
