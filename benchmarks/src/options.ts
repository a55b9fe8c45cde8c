import { BenchmarkFailure } from './benchmark-failure.ts';

export interface Options {
  /** A smoke test: one short round, whose numbers mean nothing. */
  quick: boolean;
  /** Measures forecasts of a draft template instead. */
  forecast: boolean;
  /** Measures how long templates that were made to hurt are checked instead. */
  hostile: boolean;
  /** Measures how long a change takes to the claims of open pages instead. */
  freshness: boolean;
  /** Where the results go as JSON: a file, `-` for standard output (then the table goes to standard error). */
  json: string | null;
}

export const usage = `npm run bench -- [--forecast | --freshness | --hostile] [--quick] [--json [file]]

  --forecast      forecasts of a draft for 10,000 users instead of verification and issuing
  --freshness     how long a change takes to 100 browsers that listen, and without listening
  --hostile       templates that were made to hurt instead: how long until each is refused
  --quick         one short round: shows that everything runs, measures nothing
  --json [file]   write the results as JSON to the file, or to standard output`;

/** @throws BenchmarkFailure with the usage when an argument is unknown. */
export function readOptions(args: readonly string[]): Options {
  const options: Options = { quick: false, forecast: false, freshness: false, hostile: false, json: null };
  const left = [...args];
  for (let name = left.shift(); name !== undefined; name = left.shift()) {
    if (name === '--quick') options.quick = true;
    else if (name === '--forecast') options.forecast = true;
    else if (name === '--freshness') options.freshness = true;
    else if (name === '--hostile') options.hostile = true;
    else if (name === '--json') options.json = left[0]?.startsWith('--') === false ? left.shift()! : '-';
    else throw new BenchmarkFailure(`${name} is no option of the benchmark.\n\n${usage}`);
  }
  return options;
}
