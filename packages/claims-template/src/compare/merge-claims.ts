import type { JsonNode } from '../json-text/json-node.ts';
import { parseJson } from '../json-text/parse-json.ts';

/** The three states of a three-way merge: what both started from, what was saved meanwhile, what is not saved yet. */
export interface MergeSides<T> {
  readonly base: T;
  readonly theirs: T;
  readonly mine: T;
}

export type MergeSide = 'theirs' | 'mine';

/** One claim, or one test, that is not what it was in the base. Texts are JSON; null where it does not exist. */
export interface MergedEntry extends MergeSides<string | null> {
  readonly name: string;
  /** Who changed it; `same`: both, to the same; `conflict`: both, to different things. */
  readonly change: MergeSide | 'same' | 'conflict';
}

export interface Merge<T> {
  readonly merged: T;
  readonly entries: readonly MergedEntry[];
}

/** Which side stands where both changed the same entry to different things; mine where nothing is said. */
export type MergeChoices = ReadonlyMap<string, MergeSide>;

/** Something with a name in each of the three states. */
export interface MergeableEntry {
  /** As it stands in its text. */
  readonly text: string;
  /** The same for every layout of the same value. */
  readonly meaning: string;
}

type Entries = ReadonlyMap<string, MergeableEntry>;

function meaningOf(node: JsonNode): string {
  if (node.kind === 'scalar' || node.kind === 'string') return JSON.stringify(node.value);
  if (node.kind === 'array') return `[${node.items.map(meaningOf).join(',')}]`;
  return `{${node.members.map(({ key, value }) => `${JSON.stringify(key.value)}:${meaningOf(value)}`).join(',')}}`;
}

function changeOf(
  base?: MergeableEntry,
  theirs?: MergeableEntry,
  mine?: MergeableEntry,
): MergedEntry['change'] | null {
  const isTheirs = base?.meaning !== theirs?.meaning;
  const isMine = base?.meaning !== mine?.meaning;
  if (isTheirs && isMine) return theirs?.meaning === mine?.meaning ? 'same' : 'conflict';
  return isTheirs ? 'theirs' : isMine ? 'mine' : null;
}

/** Theirs, with what only mine changed; in their order, what I added at the end. */
export function mergeEntries<E extends MergeableEntry>(
  { base, theirs, mine }: MergeSides<ReadonlyMap<string, E>>,
  choices: MergeChoices,
): Merge<ReadonlyMap<string, E>> {
  const merged = new Map<string, E>();
  const entries: MergedEntry[] = [];
  for (const name of new Set([...theirs.keys(), ...mine.keys(), ...base.keys()])) {
    const [b, t, m] = [base.get(name), theirs.get(name), mine.get(name)];
    const change = changeOf(b, t, m);
    if (change)
      entries.push({
        name,
        change,
        base: b?.text ?? null,
        theirs: t?.text ?? null,
        mine: m?.text ?? null,
      });
    const isMine = change === 'mine' || (change === 'conflict' && choices.get(name) !== 'theirs');
    const kept = isMine ? m : t;
    if (kept) merged.set(name, kept);
  }
  return { merged, entries };
}

/** The claims of a text; null when it is no JSON object or has a name twice. */
function claimsOf(source: string): Entries | null {
  const parsed = parseJson(source);
  if (!parsed.ok || parsed.root.kind !== 'object') return null;
  const { members } = parsed.root;
  const claims = new Map(
    members.map(({ key, value }) => [
      key.value,
      { text: source.slice(value.from, value.to), meaning: meaningOf(value) },
    ]),
  );
  return claims.size === members.length ? claims : null;
}

const hasTheSame = (one: Entries, other: Entries) =>
  one.size === other.size &&
  [...one].every(([name, { meaning }]) => other.get(name)?.meaning === meaning) &&
  [...one.keys()].join('\n') === [...other.keys()].join('\n');

function writeTemplate(claims: Entries): string {
  if (claims.size === 0) return '{\n  \n}';
  const lines = [...claims].map(([name, { text }]) => `  ${JSON.stringify(name)}: ${text}`);
  return `{\n${lines.join(',\n')}\n}`;
}

/**
 * Puts the claims that I changed on top of a template that somebody else saved meanwhile, claim by claim at the top
 * level. A side's text is kept to the byte when the outcome says the same.
 * @returns null when one of the three is no JSON object or names a claim twice
 */
export function mergeTemplates(sides: MergeSides<string>, choices: MergeChoices): Merge<string> | null {
  const [base, theirs, mine] = [sides.base, sides.theirs, sides.mine].map(claimsOf);
  if (!base || !theirs || !mine) return null;
  const { merged, entries } = mergeEntries({ base, theirs, mine }, choices);
  const source = hasTheSame(merged, theirs)
    ? sides.theirs
    : hasTheSame(merged, mine)
      ? sides.mine
      : writeTemplate(merged);
  return { merged: source, entries };
}

function testsOf(tests: readonly unknown[]): Entries {
  return new Map(
    tests.map((test) => {
      const { name } = test as { name: string };
      return [name, { text: JSON.stringify(test, null, 2), meaning: JSON.stringify(test) }];
    }),
  );
}

/** The same for well-formed tests of a template, by their names, which are unique. */
export function mergeTests(
  { base, theirs, mine }: MergeSides<readonly unknown[]>,
  choices: MergeChoices,
): Merge<readonly unknown[]> {
  const sides = { base: testsOf(base), theirs: testsOf(theirs), mine: testsOf(mine) };
  const { merged, entries } = mergeEntries(sides, choices);
  return { merged: [...merged.values()].map(({ text }) => JSON.parse(text) as unknown), entries };
}
