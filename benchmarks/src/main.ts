import { writeFileSync } from 'node:fs';
import { BenchmarkFailure } from './benchmark-failure.ts';
import { forecastTable, runForecastBenchmark } from './forecast/run-forecast-benchmark.ts';
import { freshnessTable, runFreshnessBenchmark } from './freshness/run-freshness-benchmark.ts';
import { hostileTable, runHostileBenchmark } from './hostile/run-hostile-benchmark.ts';
import { type Options, readOptions } from './options.ts';
import { resultsTable } from './results-table.ts';
import { runBenchmark } from './run-benchmark.ts';

const LIMIT_SECONDS = 175;
/** Without streams a page is waited for as long as a token lives, twice. */
const FRESHNESS_LIMIT_SECONDS = 280;

// What runs below us is killed when this process exits, however it does.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

async function main(): Promise<void> {
  const { json, ...options } = readOptions(process.argv.slice(2));
  const limitSeconds = options.freshness ? FRESHNESS_LIMIT_SECONDS : LIMIT_SECONDS;
  const timer = setTimeout(() => {
    console.error(`The benchmark took over ${limitSeconds} seconds: run it on a machine with less to do.`);
    process.exit(1);
  }, limitSeconds * 1e3);
  const say = (line: string) => console.error(line);
  const { results, table } = await measure(options, say);
  clearTimeout(timer);
  const text = `${JSON.stringify(results, null, 2)}\n`;
  if (json === '-') {
    console.error(`\n${table}`);
    process.stdout.write(text);
  } else {
    console.log(`\n${table}`);
    if (json !== null) writeFileSync(json, text);
  }
}

async function measure(
  { quick, forecast, freshness, hostile }: Omit<Options, 'json'>,
  say: (line: string) => void,
): Promise<{ results: object; table: string }> {
  if (freshness) {
    const results = await runFreshnessBenchmark(quick, say);
    return { results, table: freshnessTable(results) };
  }
  if (forecast) {
    const results = await runForecastBenchmark(quick, say);
    return { results, table: forecastTable(results) };
  }
  if (hostile) {
    const results = await runHostileBenchmark(quick, say);
    return { results, table: hostileTable(results) };
  }
  const results = await runBenchmark(quick, say);
  return { results, table: resultsTable(results) };
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof BenchmarkFailure ? error.message : error);
    process.exit(1);
  },
);
