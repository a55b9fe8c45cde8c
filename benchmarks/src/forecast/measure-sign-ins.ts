import type { RunningServer } from '../issuing/running-server.ts';
import { createTicket, redeemTicket } from '../issuing/signed-in-browsers.ts';
import { quantile, type Spread, spreadOf } from '../statistics.ts';
import { forecast, type Platform } from './measure-forecast.ts';

export interface Latency {
  p50: number;
  p95: number;
}

export interface SignIns {
  count: number;
  milliseconds: { alone: Latency; beside: Latency };
  /** Beside forecasts divided by alone. */
  ratio: Latency;
  /** Of the forecasts that ran beside. */
  forecastSeconds: Spread;
}

/**
 * People sign in one after the other without a pause: a block of them alone, the next beside forecasts that follow
 * each other without a pause, and so on in turn, so that whatever else the machine does meets both alike.
 */
export async function measureSignIns(
  server: RunningServer,
  platform: Platform,
  { blocks, signIns }: { blocks: number; signIns: number },
): Promise<SignIns> {
  const tickets: string[] = [];
  for (let number = 0; number < (2 * blocks + 1) * signIns; number += 1)
    tickets.push(await createTicket(server, number));
  const next = () => signInAll(server, tickets.splice(0, signIns));
  await next();
  const [alone, beside, forecastSeconds]: [number[], number[], number[]] = [[], [], []];
  for (let block = 0; block < blocks; block += 1) {
    alone.push(...(await next()));
    let isOver = false;
    const forecasts = (async () => {
      do forecastSeconds.push((await forecast(platform)).seconds);
      while (!isOver);
    })();
    beside.push(...(await next()));
    isOver = true;
    await forecasts;
  }
  const milliseconds = { alone: latencyOf(alone), beside: latencyOf(beside) };
  return {
    count: alone.length,
    milliseconds,
    ratio: {
      p50: milliseconds.beside.p50 / milliseconds.alone.p50,
      p95: milliseconds.beside.p95 / milliseconds.alone.p95,
    },
    forecastSeconds: spreadOf(forecastSeconds),
  };
}

function latencyOf(milliseconds: readonly number[]): Latency {
  return { p50: quantile(milliseconds, 0.5), p95: quantile(milliseconds, 0.95) };
}

/** @returns milliseconds of each */
async function signInAll(server: RunningServer, tickets: readonly string[]): Promise<number[]> {
  const milliseconds: number[] = [];
  for (const ticket of tickets) {
    const askedAt = performance.now();
    await redeemTicket(server, ticket);
    milliseconds.push(performance.now() - askedAt);
  }
  return milliseconds;
}
