import { type ChildProcess, spawn } from 'node:child_process';

export interface RunningProcess {
  child: ChildProcess;
  /** Everything it has said so far on both streams. */
  said(): string;
  /** What it has said on its standard output alone. */
  stdout(): string;
  /** Resolves once the output matches; rejects with the output when the process ends or time is up. */
  waitFor(pattern: RegExp, timeoutSeconds?: number): Promise<RegExpExecArray>;
  /** Ends the whole process group and waits until it is gone. */
  stop(): Promise<void>;
  /**
   * From now on its end takes nobody else of its group along, so that a test sees who is left. The answer kills those:
   * call it at once, as the number of a group that is gone is soon another's.
   */
  leaveGroup(): () => void;
}

/** Starts a process that leads a group of its own, so that its children end with it. */
export function startProcess(
  command: string,
  args: string[],
  options: { cwd: string; env: Record<string, string | undefined> },
): RunningProcess {
  const child = spawn(command, args, {
    ...options,
    env: options.env as NodeJS.ProcessEnv,
    detached: true,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  let answer = '';
  const listeners = new Set<() => void>();
  const hear = (chunk: Buffer) => {
    output += chunk.toString();
    for (const listener of listeners) listener();
  };
  child.stdout!.on('data', (chunk: Buffer) => {
    answer += chunk.toString();
    hear(chunk);
  });
  child.stderr!.on('data', hear);
  let ended = false;
  let isLeft = false;
  const signal = (name: NodeJS.Signals) => {
    try {
      process.kill(-child.pid!, name);
    } catch {
      // The group is gone already.
    }
  };
  // A run that is broken off leaves nothing behind.
  const killAtExit = () => signal('SIGKILL');
  process.once('exit', killAtExit);
  const end = new Promise<void>((resolve) => {
    child.on('exit', () => {
      ended = true;
      // What it left behind goes now, and never later: the number of a group that is gone is soon another's.
      process.off('exit', killAtExit);
      if (!isLeft) signal('SIGKILL');
      for (const listener of listeners) listener();
      resolve();
    });
  });

  const waitFor = (pattern: RegExp, timeoutSeconds = 60) =>
    new Promise<RegExpExecArray>((resolve, reject) => {
      const finish = (settle: () => void) => {
        clearTimeout(deadline);
        listeners.delete(look);
        settle();
      };
      const fail = (why: string) =>
        finish(() => reject(new Error(`${why} while waiting for ${pattern}\n${output.slice(-6_000)}`)));
      const deadline = setTimeout(() => fail(`${timeoutSeconds} s passed`), timeoutSeconds * 1_000);
      const look = () => {
        const match = pattern.exec(output);
        if (match) finish(() => resolve(match));
        else if (ended) fail(`${command} ended with ${child.exitCode}`);
      };
      listeners.add(look);
      look();
    });

  const stop = async () => {
    if (ended) return;
    signal('SIGTERM');
    const deadline = setTimeout(() => signal('SIGKILL'), 5_000);
    await end;
    clearTimeout(deadline);
  };
  const leaveGroup = () => {
    isLeft = true;
    return () => signal('SIGKILL');
  };
  return { child, said: () => output, stdout: () => answer, waitFor, stop, leaveGroup };
}
