import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { repository, withoutOurs } from './bartleby-process.ts';

export interface CommandResult {
  exitCode: number;
  stdout: string;
  stderr: string;
}

/** Runs `bartleby …` to its end, as a person would in `cwd`, with nothing of ours in the environment. */
export function runCli(
  args: string[],
  { cwd = repository, env = {} }: { cwd?: string; env?: Record<string, string> } = {},
): Promise<CommandResult> {
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [join(repository, 'apps/cli/bin/bartleby.mjs'), ...args],
      {
        cwd,
        env: { ...withoutOurs(process.env), ...env } as NodeJS.ProcessEnv,
        timeout: 180_000,
        maxBuffer: 64 * 1024 * 1024,
      },
      (error, stdout, stderr) =>
        resolve({ exitCode: error ? (typeof error.code === 'number' ? error.code : -1) : 0, stdout, stderr }),
    );
  });
}
