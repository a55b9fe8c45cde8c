import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repository } from './published-descriptions.ts';

interface Deviation {
  /** Why the answer is right although the description says otherwise. */
  readonly why: string;
  /** Each as `covers` says. */
  readonly answers: readonly string[];
}

export interface Deviations {
  /** How many answers may be listed: as many as there are. It is lowered with the list, and never raised. */
  readonly atMost: number;
  readonly rows: readonly Deviation[];
}

export const deviationsFile = join(repository, 'conformance/openapi/deviations.json');

let read: Deviations | undefined;

/** The deviations that are known and meant. */
export function readDeviations(): Deviations {
  read ??= JSON.parse(readFileSync(deviationsFile, 'utf8')) as Deviations;
  return read;
}

const answersOf = ({ rows }: Deviations) => rows.flatMap(({ answers }) => answers);

/**
 * Whether a listed answer covers a found one (as `judgeAnswer` writes it). It names one answer of one operation; or,
 * with `*` for the operation, a refusal that every operation of the API has in common (`form_param_*`: all whose code
 * begins so); or a place in a named schema wherever that is used: `backend User/timezone additionalProperties`.
 */
function covers(listed: string, found: string): boolean {
  const [answer = '', place] = found.split(' in ');
  if (listed === answer) return true;
  const [, api, operation, rest] = /^(\w+) (\S+ \S+) (.+)$/.exec(answer) ?? [];
  if (!operation) throw new Error(`not "<api> <operation> <status> <pointer or code> <rule>": ${found}`);
  if (place) return listed === `${api} ${place} ${answer.split(' ').at(-1)}`;
  if (!answer.endsWith(' undocumented')) return false;
  return [rest, rest?.replace(/form_param_\w+/, 'form_param_*')].some(
    (each) => listed === `${api} * ${each}`,
  );
}

/** Those that nobody has listed. */
export function unlisted(found: readonly string[], known = readDeviations()): string[] {
  const listed = answersOf(known);
  return found.filter((deviation) => !listed.some((entry) => covers(entry, deviation)));
}

/** What is wrong with the list itself, when these are all the deviations that the tests saw: it may only get shorter. */
export function complaintsAboutDeviations(found: readonly string[], known = readDeviations()): string[] {
  const listed = answersOf(known);
  const { atMost } = known;
  const gone = listed.filter((entry) => !found.some((deviation) => covers(entry, deviation)));
  const complaints = gone.map((entry) => `No test sees it any more, strike it off: ${entry}`);
  if (listed.length > atMost)
    complaints.push(`${listed.length} answers are listed, ${atMost} may be: correct the new answer instead.`);
  if (listed.length < atMost)
    complaints.push(`Only ${listed.length} answers are listed: lower "atMost" to that.`);
  return complaints.map((complaint) => `conformance/openapi/deviations.json: ${complaint}`);
}
