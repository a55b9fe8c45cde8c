import {
  type MergedEntry,
  type MergeSide,
  mergeEntries,
  mergeTemplates,
  mergeTests,
} from '@bartleby/claims-template';
import { printable } from '../printable-text.ts';
import { CLAIMS, type ConfigValues, missingTemplates, TESTS } from './config-values.ts';
import { JWT_TEMPLATES, jwtTemplateName } from './jwt-templates/jwt-template-text.ts';
import { mergeJwtTemplate } from './jwt-templates/merge-jwt-template.ts';

/** A setting, a claim or a test that is not what it was when the file was pulled. */
export type ThreeWayEntry = MergedEntry;

export interface ThreeWay {
  /** Theirs, with what only mine changed, and what was taken where both did. */
  readonly merged: ConfigValues;
  readonly entries: readonly ThreeWayEntry[];
}

/**
 * Puts the changes of a file and those of the server beside each other: setting by setting, of the claims claim by
 * claim, of the tests test by test, of JWT templates one by one. What the file does not name is not its matter.
 * @param take whose change stands where both changed the same
 */
export function threeWay(
  sides: { base: ConfigValues; theirs: ConfigValues; mine: ConfigValues },
  take: MergeSide = 'mine',
): ThreeWay {
  const { base, theirs, mine } = sides;
  const merged = new Map(mine);
  const entries: ThreeWayEntry[] = [];
  for (const pointer of [...mine.keys(), ...missingTemplates(mine, theirs, base)]) {
    const [baseText, theirsText, mineText] = [base.get(pointer), theirs.get(pointer), mine.get(pointer)];
    const mayBeAbsent = jwtTemplateName(pointer) !== null;
    if (pointer === JWT_TEMPLATES || (theirsText === undefined && !mayBeAbsent)) continue;
    const inside =
      baseText === undefined || theirsText === undefined || mineText === undefined
        ? null
        : mergeInside(pointer, { base: baseText, theirs: theirsText, mine: mineText }, take);
    if (inside) {
      entries.push(...inside.entries.map((entry) => ({ ...entry, name: `${pointer}/${entry.name}` })));
      merged.set(pointer, inside.text);
      continue;
    }
    const whole = mergeEntries(
      { base: only(pointer, baseText), theirs: only(pointer, theirsText), mine: only(pointer, mineText) },
      new Map([[pointer, take]]),
    );
    if (whole.entries.length === 0) continue;
    entries.push(...whole.entries);
    const text = whole.merged.get(pointer)?.text;
    if (text === undefined) merged.delete(pointer);
    else merged.set(pointer, text);
  }
  return { merged, entries };
}

/** A setting of one side, where that has it. */
const only = (pointer: string, text: string | undefined) =>
  new Map(text === undefined ? [] : [[pointer, { text, meaning: JSON.stringify(JSON.parse(text)) }]]);

type Sides = { readonly base: string; readonly theirs: string; readonly mine: string };

/** Claims, tests and settings of a JWT template have names of their own; null for every other setting, and for claims that are no JSON object. */
function mergeInside(pointer: string, sides: Sides, take: MergeSide) {
  const merge = (choices: ReadonlyMap<string, MergeSide>) => {
    if (pointer === CLAIMS) {
      const templates = mergeTemplates(sides, choices);
      return templates && { text: templates.merged, entries: templates.entries };
    }
    if (jwtTemplateName(pointer) !== null) {
      const template = mergeJwtTemplate(sides, choices);
      return template && { text: template.merged, entries: template.entries };
    }
    if (pointer !== TESTS) return null;
    const [base, theirs, mine] = [sides.base, sides.theirs, sides.mine].map(namedTests);
    if (!base || !theirs || !mine) return null;
    const tests = mergeTests({ base, theirs, mine }, choices);
    return { text: JSON.stringify(tests.merged, null, 2), entries: tests.entries };
  };
  const first = merge(new Map());
  if (!first || take === 'mine') return first;
  return merge(new Map(first.entries.map(({ name }) => [name, take])));
}

/** Null for what is no list of tests with names of their own. */
function namedTests(text: string): readonly unknown[] | null {
  const tests = JSON.parse(text) as unknown;
  if (!Array.isArray(tests)) return null;
  const names = tests.map((test: { name?: unknown } | null) => test?.name);
  return names.every((name) => typeof name === 'string') && new Set(names).size === names.length
    ? tests
    : null;
}

const WORDS: Readonly<Record<ThreeWayEntry['change'], string>> = {
  conflict: 'changed by both, differently',
  theirs: 'changed on the server',
  mine: 'changed in your file',
  same: 'changed by both to the same',
};

/** The three states of all that changed, for people; conflicts first. */
export function threeWayText(entries: readonly ThreeWayEntry[]): string {
  const rank = Object.keys(WORDS);
  return [...entries]
    .sort((a, b) => rank.indexOf(a.change) - rank.indexOf(b.change))
    .flatMap(({ name, change, base, theirs, mine }) => [
      `${printable(name)}  ${WORDS[change]}`,
      `  when you pulled  ${side(base)}`,
      `  on the server    ${side(theirs)}`,
      `  in your file     ${side(mine)}`,
    ])
    .join('\n');
}

const LONGEST = 400;

/** In one line. */
function side(text: string | null): string {
  if (text === null) return 'absent';
  const line = printable(text.replaceAll(/\s*\n\s*/g, ' '));
  return line.length > LONGEST ? `${line.slice(0, LONGEST)}…` : line;
}
