import { type JsonObject, type JsonValue, parseJson, pointerTo } from '@bartleby/claims-template';

/** A test as it stands in the text, whether it is well-formed or not: only its frame is certain. */
export interface RawTest {
  readonly name?: JsonValue;
  readonly given?: JsonObject;
  readonly expect?: readonly JsonObject[];
  readonly [other: string]: JsonValue | readonly JsonObject[] | undefined;
}

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const FIXTURE_ROOTS = ['user', 'org', 'org_membership', 'session'] as const;
export type FixtureRoot = (typeof FIXTURE_ROOTS)[number];

const isGiven = (given: unknown) =>
  given === undefined ||
  (isObject(given) &&
    FIXTURE_ROOTS.every(
      (root) => given[root] === undefined || given[root] === null || isObject(given[root]),
    ));

/** The tests of a text that a form can show; null when only the text itself can say what it says. */
export function readRawTests(text: string): readonly RawTest[] | null {
  let tests: unknown;
  try {
    tests = JSON.parse(text);
  } catch {
    return null;
  }
  const isShown = (test: unknown) =>
    isObject(test) &&
    isGiven(test.given) &&
    (test.expect === undefined || (Array.isArray(test.expect) && test.expect.every(isObject)));
  return Array.isArray(tests) && tests.every(isShown) ? (tests as RawTest[]) : null;
}

/** What a test is called in the form, also when it has no proper name. */
export const titleOf = ({ name }: RawTest, index: number): string =>
  typeof name === 'string' && name.trim() !== '' ? name : `Test ${index + 1}`;

/** `name`, or `name 2` and so on when it is taken. */
export function freeName(name: string, tests: readonly RawTest[]): string {
  const taken = new Set(tests.map((test) => test.name));
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name} ${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

const MAX_OFFERS = 200;

/** The claims that a template makes, as expectations name them: names, and pointers to what stands inside of one. */
export function claimNames(source: string): string[] {
  const parsed = parseJson(source);
  if (!parsed.ok || parsed.root.kind !== 'object') return [];
  const names = parsed.root.members.map(({ key }) =>
    key.value.startsWith('/') ? pointerTo('', key.value) : key.value,
  );
  const inside: string[] = [];
  const open = parsed.root.members.map(({ key, value }) => ({ pointer: pointerTo('', key.value), value }));
  for (let next = open.shift(); next && inside.length < MAX_OFFERS; next = open.shift()) {
    const { pointer, value } = next;
    if (value.kind !== 'object') continue;
    for (const member of value.members) {
      const below = pointerTo(pointer, member.key.value);
      inside.push(below);
      open.push({ pointer: below, value: member.value });
    }
  }
  return [...new Set([...names, ...inside])].slice(0, MAX_OFFERS);
}
