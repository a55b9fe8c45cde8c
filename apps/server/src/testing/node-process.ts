import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { programOf } from '../../../../tooling/run/built.mjs';
import { serverFolder } from '../server-folder.ts';

/** A TypeScript program of this package, running as a process of its own. */
export interface NodeProcess {
  pid: number;
  /** Lines of stdout so far. */
  lines: string[];
  /** Everything on stderr so far. */
  errors: () => string;
  /** The first line that fits, now or later. Rejects when the process ends before. */
  line(fits: (line: string) => boolean): Promise<string>;
  kill(signal: NodeJS.Signals): void;
  /** The exit code, or null after a signal. */
  ended: Promise<number | null>;
}

/** @param path the program, seen from `src/` */
export function runProgram(
  path: string,
  args: string[],
  environment: Record<string, string> = {},
): NodeProcess {
  const child = spawn(process.execPath, [...programOf(serverFolder, path), ...args], {
    env: { PATH: process.env.PATH, HOME: process.env.HOME, ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const lines: string[] = [];
  const waiting = new Set<(line: string) => void>();
  createInterface({ input: child.stdout }).on('line', (line) => {
    lines.push(line);
    for (const take of waiting) take(line);
  });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => {
    errors += chunk.toString();
  });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  killWithUs(child, ended);
  return {
    pid: child.pid ?? 0,
    lines,
    errors: () => errors,
    line: (fits) =>
      new Promise((resolve, reject) => {
        const present = lines.find(fits);
        if (present !== undefined) return resolve(present);
        waiting.add((line) => fits(line) && resolve(line));
        void ended.then((code) =>
          reject(new Error(`the program ended (${code}) without that line:\n${errors}`)),
        );
      }),
    kill: (signal) => void child.kill(signal),
    ended,
  };
}

function killWithUs(child: ChildProcess, ended: Promise<unknown>): void {
  const kill = () => void child.kill('SIGKILL');
  process.once('exit', kill);
  void ended.then(() => process.off('exit', kill));
}
