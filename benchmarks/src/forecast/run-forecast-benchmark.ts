import { attempt } from '../benchmark-failure.ts';
import { checkProcessTimes } from '../cpu-time.ts';
import { type RunningServer, startBartleby } from '../issuing/running-server.ts';
import { createTicket, redeemTicket } from '../issuing/signed-in-browsers.ts';
import { describeMachine, loadOfLastMinute, type Machine } from '../machine.ts';
import { quantile, type Spread, spreadOf } from '../statistics.ts';
import { connect, forecast, importUsers } from './measure-forecast.ts';

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
    signInMilliseconds: { alone: Latency; beside: Latency };
  };
}

interface Latency {
  p50: number;
  p95: number;
}

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
  const plan = quick ? { users: 500, rounds: 1, signIns: 5 } : { users: 10_000, rounds: 5, signIns: 60 };
  say('Starting a server on the embedded database');
  const server = await attempt('The forecast', () => startBartleby(null));
  try {
    const measured = await attempt('The forecast', () => measure(server, plan, say));
    load.after = loadOfLastMinute();
    return { machine: describeMachine(), load, quick, forecast: measured };
  } finally {
    await server.stop();
  }
}

async function measure(
  server: RunningServer,
  plan: { users: number; rounds: number; signIns: number },
  say: (line: string) => void,
): Promise<ForecastResults['forecast']> {
  const platform = await connect(server);
  say(`Importing ${plan.users} users`);
  await importUsers(platform, plan.users);
  const tickets: string[] = [];
  for (let number = 0; number < 2 * plan.signIns; number += 1)
    tickets.push(await createTicket(server, number));
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
  const alone = await signInAll(server, tickets.slice(0, plan.signIns));
  let isOver = false;
  const forecasts = (async () => {
    while (!isOver) await forecast(platform);
  })();
  const beside = await signInAll(server, tickets.slice(plan.signIns));
  isOver = true;
  await forecasts;
  return {
    users,
    seconds: spreadOf(seconds),
    memoryMegabytes: { before, peak },
    signInMilliseconds: { alone, beside },
  };
}

/** One after the other, as fast as they are answered. */
async function signInAll(server: RunningServer, tickets: readonly string[]): Promise<Latency> {
  const milliseconds: number[] = [];
  for (const ticket of tickets) {
    const askedAt = performance.now();
    await redeemTicket(server, ticket);
    milliseconds.push(performance.now() - askedAt);
  }
  return { p50: quantile(milliseconds, 0.5), p95: quantile(milliseconds, 0.95) };
}

export function forecastTable({ machine, load, quick, forecast: row }: ForecastResults): string {
  const { seconds, memoryMegabytes: memory, signInMilliseconds: signIn } = row;
  const latency = ({ p50, p95 }: Latency) => `p50 ${p50.toFixed(1)} ms, p95 ${p95.toFixed(1)} ms`;
  return [
    ...(quick ? ['QUICK: one short round shows that everything runs. Do not read the numbers.', ''] : []),
    `Node ${machine.node}, ${machine.system}, ${machine.cores} x ${machine.cpu}; load ${load.before.toFixed(1)} before, ${load.after.toFixed(1)} after`,
    '',
    `Forecast of a draft for ${row.users.toLocaleString('en')} users, embedded database`,
    `  time                   ${seconds.median.toFixed(2)} s [${seconds.min.toFixed(2)} to ${seconds.max.toFixed(2)}]`,
    `  memory of the server   ${memory.before.toFixed(0)} MB before, ${memory.peak.toFixed(0)} MB at most`,
    `  a sign-in alone        ${latency(signIn.alone)}`,
    `  a sign-in beside it    ${latency(signIn.beside)}`,
  ].join('\n');
}
