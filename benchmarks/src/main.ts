import { writeFileSync } from 'node:fs';
import { BenchmarkFailure } from './benchmark-failure.ts';
import { forecastTable, runForecastBenchmark } from './forecast/run-forecast-benchmark.ts';
import { readOptions } from './options.ts';
import { resultsTable } from './results-table.ts';
import { runBenchmark } from './run-benchmark.ts';

const LIMIT_SECONDS = 175;

// What runs below us is killed when this process exits, however it does.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(130));

async function main(): Promise<void> {
  const { quick, forecast, json } = readOptions(process.argv.slice(2));
  const timer = setTimeout(() => {
    console.error(`The benchmark took over ${LIMIT_SECONDS} seconds: run it on a machine with less to do.`);
    process.exit(1);
  }, LIMIT_SECONDS * 1e3);
  const say = (line: string) => console.error(line);
  const results = forecast ? await runForecastBenchmark(quick, say) : await runBenchmark(quick, say);
  clearTimeout(timer);
  const table = 'forecast' in results ? forecastTable(results) : resultsTable(results);
  const text = `${JSON.stringify(results, null, 2)}\n`;
  if (json === '-') {
    console.error(`\n${table}`);
    process.stdout.write(text);
  } else {
    console.log(`\n${table}`);
    if (json !== null) writeFileSync(json, text);
  }
}

main().then(
  () => process.exit(0),
  (error: unknown) => {
    console.error(error instanceof BenchmarkFailure ? error.message : error);
    process.exit(1);
  },
);
