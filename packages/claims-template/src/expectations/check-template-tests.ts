import { parseJson } from '../json-text/parse-json.ts';
import { utf8Length } from '../json-text/utf8-length.ts';
import { nodeValue } from './node-value.ts';
import { readExpectation } from './read-expectation.ts';
import { readFixture } from './read-fixture.ts';
import { type TemplateTest, testLimits } from './template-test.ts';
import { type Place, type TestProblem, TestsReader } from './tests-reader.ts';

export type CheckedTests =
  | { readonly ok: true; readonly tests: readonly TemplateTest[] }
  | { readonly ok: false; readonly problems: readonly TestProblem[] };

function readTest(reader: TestsReader, place: Place): void {
  const members = reader.members(place, 'A test', ['name', 'given', 'expect']);
  if (place.node.kind !== 'object') return;
  const [name, given, expected] = ['name', 'given', 'expect'].map((member) => members.get(member));
  if (name) reader.text(name, 'name', testLimits.nameCharacters);
  else reader.refuse(place, 'A test needs "name": what is promised.');
  if (given) readFixture(reader, given);
  if (!expected) {
    reader.refuse(place, 'A test needs "expect": what must hold.');
    return;
  }
  const expectations = reader.items(expected, 'Expectations', testLimits.expectations);
  if (expected.node.kind === 'array' && expected.node.items.length === 0)
    reader.refuse(expected, 'A test expects something: add an expectation.');
  for (const expectation of expectations) readExpectation(reader, expectation);
}

function refuseRepeatedNames(reader: TestsReader, tests: readonly Place[]): void {
  const names = new Set<string>();
  for (const { node, pointer } of tests) {
    const found = node.kind === 'object' ? node.members.find(({ key }) => key.value === 'name') : undefined;
    if (found?.value.kind !== 'string') continue;
    const name = found.value.value;
    if (names.has(name))
      reader.refuse({ node: found.value, pointer: `${pointer}/name` }, `Another test is called "${name}".`);
    names.add(name);
  }
}

function refuseManyUsers(reader: TestsReader, root: Place, tests: readonly TemplateTest[]): void {
  if (userIdsOf(tests).length > testLimits.realUsers)
    reader.refuse(root, `Tests name at most ${testLimits.realUsers} real users.`);
}

/** The real users that tests name, each once. */
export function userIdsOf(tests: readonly TemplateTest[]): string[] {
  return [...new Set(tests.flatMap(({ given }) => given.user_id ?? []))];
}

/**
 * Reads the tests of a template from their JSON text. Takes any text, never throws; work is linear in its length.
 * @returns the tests, or everything that is wrong with them, each with its JSON pointer and place in the text
 */
export function checkTemplateTests(source: string): CheckedTests {
  const whole = { pointer: '', from: 0, to: source.length };
  if (utf8Length(source) > testLimits.bytes)
    return {
      ok: false,
      problems: [{ ...whole, message: `Tests have at most ${testLimits.bytes} bytes.` }],
    };
  const parsed = parseJson(source, { maxDepth: testLimits.depth });
  if (!parsed.ok) {
    const { message, pointer, from, to } = parsed.problem;
    return { ok: false, problems: [{ message, pointer, from, to }] };
  }
  const reader = new TestsReader();
  const root = { node: parsed.root, pointer: '' };
  const places = reader.items(root, 'Tests', testLimits.tests);
  for (const place of places) readTest(reader, place);
  refuseRepeatedNames(reader, places);
  if (reader.problems.length > 0) return { ok: false, problems: reader.problems };
  // Read member by member above: it has the shape, but for what may be left out.
  const tests = (nodeValue(parsed.root) as unknown as Partial<TemplateTest>[]).map(
    (test) => ({ ...test, given: test.given ?? {} }) as TemplateTest,
  );
  refuseManyUsers(reader, root, tests);
  return reader.problems.length > 0 ? { ok: false, problems: reader.problems } : { ok: true, tests };
}
