import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, type } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { BenchmarkFailure } from './benchmark-failure.ts';

export interface Machine {
  node: string;
  openssl: string;
  system: string;
  cpu: string;
  cores: number;
}

export function describeMachine(): Machine {
  const all = cpus();
  return {
    node: process.versions.node,
    openssl: process.versions.openssl,
    system: `${type()} ${release()} ${process.arch}`,
    cpu: all[0]?.model.trim() ?? 'unknown',
    cores: all.length,
  };
}

/** Processes that wanted to run during the last minute, on average: others' work disturbs the numbers. */
export function loadOfLastMinute(): number {
  return loadavg()[0] ?? 0;
}

/**
 * The version of an installed package.
 * @throws BenchmarkFailure when it is not installed.
 */
export function packageVersion(name: string): string {
  let folder: string;
  try {
    folder = dirname(fileURLToPath(import.meta.resolve(name)));
  } catch {
    throw new BenchmarkFailure(`${name} is not installed: run \`npm install\` in the repository.`);
  }
  // Not every package exports its package.json; the nearest with this name is the one.
  for (; dirname(folder) !== folder; folder = dirname(folder)) {
    const facts = readPackage(join(folder, 'package.json'));
    if (facts?.name === name && facts.version !== undefined) return facts.version;
  }
  throw new BenchmarkFailure(`${name} is installed without a package.json.`);
}

function readPackage(path: string): { name?: string; version?: string } | null {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return null;
  }
}
