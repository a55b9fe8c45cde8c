import { attempt } from '../benchmark-failure.ts';
import { checkProcessTimes } from '../cpu-time.ts';
import { type RunningServer, startBartleby } from '../issuing/running-server.ts';
import { describeMachine, loadOfLastMinute, type Machine } from '../machine.ts';
import { type Spread, spreadOf } from '../statistics.ts';
import { connect, forecast, importUsers } from './measure-forecast.ts';
import { type Latency, measureSignIns, type SignIns } from './measure-sign-ins.ts';

const MEMORY_EVERY_MILLISECONDS = 20;

export interface ForecastResults {
  machine: Machine;
  load: { before: number; after: number };
  quick: boolean;
  forecast: {
    users: number;
    seconds: Spread;
    /** Of the server's process: before the first forecast, and the most during all of them. */
    memoryMegabytes: { before: number; peak: number };
    signIns: SignIns;
  };
}

interface Plan {
  users: number;
  rounds: number;
  /** Blocks of sign-ins alone, and as many beside forecasts; sign-ins in each. */
  signIns: { blocks: number; signIns: number };
}

const FULL: Plan = { users: 10_000, rounds: 5, signIns: { blocks: 6, signIns: 40 } };
const QUICK: Plan = { users: 500, rounds: 1, signIns: { blocks: 1, signIns: 5 } };

/**
 * Measures forecasts of a draft on the embedded database: how long, how much memory, and what they cost people who
 * sign in meanwhile.
 * @throws BenchmarkFailure naming what could not be run; every process it started has ended then.
 */
export async function runForecastBenchmark(
  quick: boolean,
  say: (line: string) => void,
): Promise<ForecastResults> {
  checkProcessTimes();
  const load = { before: loadOfLastMinute(), after: 0 };
  say('Starting a server on the embedded database');
  const server = await attempt('The forecast', () => startBartleby(null));
  try {
    const measured = await attempt('The forecast', () => measure(server, quick ? QUICK : FULL, say));
    load.after = loadOfLastMinute();
    return { machine: describeMachine(), load, quick, forecast: measured };
  } finally {
    await server.stop();
  }
}

async function measure(
  server: RunningServer,
  plan: Plan,
  say: (line: string) => void,
): Promise<ForecastResults['forecast']> {
  const platform = await connect(server);
  say(`Importing ${plan.users} users`);
  await importUsers(platform, plan.users);
  const before = server.memoryMegabytes();
  let peak = before;
  const watch = setInterval(() => {
    peak = Math.max(peak, server.memoryMegabytes());
  }, MEMORY_EVERY_MILLISECONDS);
  const seconds: number[] = [];
  let users = 0;
  for (let round = 1; round <= plan.rounds; round += 1) {
    say(`Forecast ${round} of ${plan.rounds}`);
    const done = await forecast(platform);
    seconds.push(done.seconds);
    users = done.users;
  }
  clearInterval(watch);
  say('Signing in, alone and beside forecasts');
  const signIns = await measureSignIns(server, platform, plan.signIns);
  return {
    users,
    seconds: spreadOf(seconds),
    memoryMegabytes: { before, peak },
    signIns,
  };
}

export function forecastTable({ machine, load, quick, forecast: row }: ForecastResults): string {
  const { seconds, memoryMegabytes: memory, signIns } = row;
  const latency = ({ p50, p95 }: Latency) => `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`;
  const spread = ({ median, min, max }: Spread) =>
    `${median.toFixed(2)} s [${min.toFixed(2)} to ${max.toFixed(2)}]`;
  return [
    ...(quick ? ['QUICK: one short round shows that everything runs. Do not read the numbers.', ''] : []),
    `Node ${machine.node}, ${machine.system}, ${machine.cores} x ${machine.cpu}; load ${load.before.toFixed(1)} before, ${load.after.toFixed(1)} after`,
    '',
    `Forecast of a draft for ${row.users.toLocaleString('en')} users, embedded database`,
    `  time                   ${spread(seconds)}`,
    `  beside sign-ins        ${spread(signIns.forecastSeconds)}`,
    `  memory of the server   ${memory.before.toFixed(0)} MB before, ${memory.peak.toFixed(0)} MB at most`,
    '',
    `${signIns.count} sign-ins without a pause, and as many beside forecasts without a pause`,
    `  alone                  ${latency(signIns.milliseconds.alone)}`,
    `  beside                 ${latency(signIns.milliseconds.beside)}`,
    `  beside / alone         p50 ${signIns.ratio.p50.toFixed(2)}, p95 ${signIns.ratio.p95.toFixed(2)}`,
  ].join('\n');
}
