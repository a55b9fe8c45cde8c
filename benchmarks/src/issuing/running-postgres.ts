import { execFileSync } from 'node:child_process';
import { startPostgresServer } from '@bartleby/server/testing/postgres-server';
import { processTree, treeCpuSeconds } from '../cpu-time.ts';

export interface RunningPostgres {
  url: string;
  /** As the program itself says it. */
  version: string;
  /** CPU seconds of the server with all its backends so far. */
  cpuSeconds(): number;
  stop(): Promise<void>;
}

/** A PostgreSQL of its own on a free loopback port: the one that the server's tests run on. */
export async function startPostgres(): Promise<RunningPostgres> {
  const others = new Set(postgresChildren());
  const { url, stop } = await startPostgresServer();
  const pid = postgresChildren().find((child) => !others.has(child));
  if (pid === undefined) {
    await stop();
    throw new Error('its process was not found');
  }
  const version = execFileSync(`/proc/${pid}/exe`, ['--version'], { encoding: 'utf8' });
  return {
    url,
    version: version.replace('postgres (PostgreSQL)', '').trim(),
    cpuSeconds: () => treeCpuSeconds(pid),
    stop,
  };
}

function postgresChildren(): number[] {
  return processTree(process.pid)
    .filter(({ parent, name }) => parent === process.pid && name === 'postgres')
    .map(({ pid }) => pid);
}
