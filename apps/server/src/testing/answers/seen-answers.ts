import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './published-descriptions.ts';

/** One kind of answer that one test file saw. A file's lines are written anew whenever it runs. */
export interface SeenAnswer {
  /** The test file, from the root of the repository. */
  readonly test: string;
  /** As `nameOf` writes it. */
  readonly operation: string;
  readonly status: number;
  readonly deviations: readonly string[];
}

export const seenFolder = join(repository, '.cache/answers');

/** What the test files that still exist saw when they last ran. */
export function readSeenAnswers(): SeenAnswer[] {
  if (!existsSync(seenFolder)) return [];
  return readdirSync(seenFolder)
    .flatMap((name) => readFileSync(join(seenFolder, name), 'utf8').trim().split('\n'))
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as SeenAnswer)
    .filter(({ test }) => existsSync(join(repository, test)));
}
