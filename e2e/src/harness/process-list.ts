import { execFileSync } from 'node:child_process';

/** Processes whose command line or process group matches, one line each (`pid pgid args`); empty when none is left. */
export function processesOf({ group, mention }: { group?: number; mention?: string }): string[] {
  return execFileSync('ps', ['-eo', 'pid=,pgid=,stat=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => {
      const [, pgid, state, ...args] = line.trim().split(/\s+/);
      if (state === undefined || state.startsWith('Z')) return false;
      const words = args.join(' ');
      if (words.startsWith('ps -eo')) return false;
      return (
        (group !== undefined && Number(pgid) === group) || (mention !== undefined && words.includes(mention))
      );
    });
}
