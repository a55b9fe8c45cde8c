import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './published-descriptions.ts';

interface Deviation {
  /** Why the answer is right although the description says otherwise. */
  readonly why: string;
  /** Each as `judgeAnswer` writes it, or for several places as `covers` says. */
  readonly answers: readonly string[];
}

export const deviationsFile = join(repository, 'conformance/openapi/deviations.json');

let read: readonly Deviation[] | undefined;

/** The deviations that are known and meant. */
export function readDeviations(): readonly Deviation[] {
  read ??= JSON.parse(readFileSync(deviationsFile, 'utf8')) as Deviation[];
  return read;
}

/**
 * Whether a listed answer covers a found one. `backend * 401 / undocumented` stands for every operation of the API,
 * `frontend * 200 …/user/locale type` for every place of every answer that holds such a user.
 */
function covers(listed: string, found: string): boolean {
  const entry = partsOf(listed);
  const deviation = partsOf(found);
  const end = entry.pointer.startsWith('…') ? entry.pointer.slice(1) : null;
  return (
    entry.api === deviation.api &&
    (entry.operation === '*' || entry.operation === deviation.operation) &&
    entry.status === deviation.status &&
    entry.rule === deviation.rule &&
    (end === null ? entry.pointer === deviation.pointer : deviation.pointer.endsWith(end))
  );
}

function partsOf(deviation: string) {
  const [, api, operation, status, pointer = '', rule] =
    /^(\w+) (\*|\S+ \S+) (\d+) (\S+) (\S+)$/.exec(deviation) ?? [];
  if (!api) throw new Error(`not "<operation> <status> <JSON pointer> <rule>": ${deviation}`);
  return { api, operation, status, pointer, rule };
}

/** Those that nobody has listed. */
export function unlisted(found: readonly string[]): string[] {
  const listed = readDeviations().flatMap(({ answers }) => answers);
  return found.filter((deviation) => !listed.some((entry) => covers(entry, deviation)));
}

/** The list's entries that none of these is. */
export function noLongerSeen(found: readonly string[]): string[] {
  const listed = readDeviations().flatMap(({ answers }) => answers);
  return listed.filter((entry) => !found.some((deviation) => covers(entry, deviation)));
}
