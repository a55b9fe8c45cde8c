import type { ForecastErrorLine, ForecastLine } from '@bartleby/api-contract';
import type { Dependencies } from '../../dependencies.ts';
import { forecastResource } from './forecast-resource.ts';
import { type ForecastInput, type ForecastProgress, forecastUsers } from './forecast-users.ts';

export interface ForecastLinesInput extends Omit<ForecastInput, 'onProgress'> {
  readonly comparedVersion: number;
  /** The last line when something fails after the first one. */
  readonly errorLine: (error: unknown) => ForecastErrorLine;
}

/**
 * A forecast as its answer's lines: how far it has come, and then the result. A reader who is slow misses lines of
 * progress and holds nothing up.
 * @throws whatever fails before the first line
 */
export async function* forecastLines(
  dependencies: Dependencies,
  { comparedVersion, errorLine, ...input }: ForecastLinesInput,
): AsyncGenerator<ForecastLine> {
  let latest: ForecastProgress | null = null;
  let wake = () => {};
  const onProgress = (progress: ForecastProgress) => {
    latest = progress;
    wake();
  };
  const result = forecastUsers(dependencies, { ...input, onProgress }).then(
    (forecast) => ({ forecast }),
    (error: unknown) => ({ error }),
  );
  let hasBegun = false;
  for (;;) {
    const ended = await Promise.race([result, new Promise<null>((resolve) => (wake = () => resolve(null)))]);
    if (ended === null) {
      const { usersDone, usersTotal } = latest as unknown as ForecastProgress;
      yield { type: 'progress', users_done: usersDone, users_total: usersTotal };
      hasBegun = true;
    } else if ('error' in ended) {
      if (!hasBegun) throw ended.error;
      yield errorLine(ended.error);
      return;
    } else {
      yield forecastResource(ended.forecast, { instance: input.instance, comparedVersion });
      return;
    }
  }
}
