import { readdirSync, readFileSync } from 'node:fs';
import { BenchmarkFailure } from './benchmark-failure.ts';

/** Ticks per second in /proc/<pid>/stat: USER_HZ, 100 on every Linux that Node runs on. */
const TICKS_PER_SECOND = 100;

interface ProcessFacts {
  pid: number;
  name: string;
  parent: number;
  /** Its own, and that of children it has waited for. */
  cpuSeconds: number;
}

/** User and system time of this process with all its threads, in seconds. */
export function ownCpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}

/** User and system time of a process and all below it, in seconds; `without` names branches left out. */
export function treeCpuSeconds(root: number, without: readonly number[] = []): number {
  const tree = processTree(root, without);
  if (tree.length === 0) throw new BenchmarkFailure(`Process ${root} ended while it was measured.`);
  return tree.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
}

/** The process and all below it, parents first; empty when it is gone. */
export function processTree(root: number, without: readonly number[] = []): ProcessFacts[] {
  const all = listProcesses();
  const tree = all.filter(({ pid }) => pid === root);
  for (const { pid } of tree)
    tree.push(...all.filter((other) => other.parent === pid && !without.includes(other.pid)));
  return tree;
}

/** Resident megabytes of the largest process of a tree; `without` names branches left out. */
export function largestMegabytes(root: number, without: readonly number[] = []): number {
  return Math.max(0, ...processTree(root, without).map(({ pid }) => residentMegabytes(pid)));
}

function residentMegabytes(pid: number): number {
  try {
    const kilobytes = /^VmRSS:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    return Number(kilobytes ?? 0) / 1024;
  } catch {
    return 0; // It has ended meanwhile.
  }
}

/** Kills a process and all below it at once. */
export function killTree(root: number): void {
  for (const { pid } of processTree(root))
    try {
      process.kill(pid, 'SIGKILL');
    } catch {
      // It has ended by itself.
    }
}

/** @throws BenchmarkFailure on systems without /proc. */
export function checkProcessTimes(): void {
  if (process.platform !== 'linux')
    throw new BenchmarkFailure(
      'The benchmark reads the server’s CPU time from /proc and needs Linux: run it there, or in a Linux container.',
    );
}

function listProcesses(): ProcessFacts[] {
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .flatMap((name) => readProcess(Number(name)) ?? []);
}

/** See proc_pid_stat(5). The name in parentheses may itself hold blanks and parentheses. */
function readProcess(pid: number): ProcessFacts | null {
  let text: string;
  try {
    text = readFileSync(`/proc/${pid}/stat`, 'utf8');
  } catch {
    return null; // It has ended meanwhile.
  }
  const end = text.lastIndexOf(')');
  const fields = text.slice(end + 2).split(' ');
  const ticks = fields.slice(11, 15).reduce((sum, field) => sum + Number(field), 0);
  return {
    pid,
    name: text.slice(text.indexOf('(') + 1, end),
    parent: Number(fields[1]),
    cpuSeconds: ticks / TICKS_PER_SECOND,
  };
}
