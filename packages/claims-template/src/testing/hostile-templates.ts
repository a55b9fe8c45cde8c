import { limits } from '../limits.ts';

const KILOBYTES = 64 * 1024;
/** So many claims, each with a value of its own. */
const members = (count: number, value: (index: number) => string) =>
  JSON.stringify(Object.fromEntries(Array.from({ length: count }, (_, n) => [`claim${n}`, value(n)])));

/** As long as a template may be, so that nothing is refused for its size alone. */
function filled(unit: string, before = '{"a": "', after = '"}'): string {
  const room = limits.templateBytes - before.length - after.length;
  return before + unit.repeat(Math.floor(room / unit.length)) + after;
}

/** Templates that were made to hurt, by what is in them: for tests and for the benchmark. */
export const hostileTemplates: readonly (readonly [title: string, source: string])[] = [
  ['100,000 unclosed braces', `{"a": "${'{{'.repeat(50_000)}"}`],
  ['as many unclosed braces as fit', filled('{{')],
  ['unclosed shortcodes', filled('{{user.id ')],
  ['unclosed literals', filled("{{'")],
  ['10,000 operands', `{"a": "{{${'user.id||'.repeat(10_000)}user.id}}"}`],
  ['as many operands as fit', filled('1||', '{"a": "{{', '1}}"}')],
  ['10,000 shortcodes', `{"a": "${'{{user.id}}'.repeat(10_000)}"}`],
  ['empty shortcodes', filled('{{}}')],
  ['a literal of 64 kB', `{"a": "{{'${'x'.repeat(KILOBYTES)}'}}"}`],
  ['a literal as long as fits', filled('x', '{"a": "{{\'', '\'}}"}')],
  ['escapes in a literal', filled('\\\\\\\\', '{"a": "{{\'', '\'}}"}')],
  ['an identifier of 64 kB', `{"a": "{{${'x'.repeat(KILOBYTES)}}}"}`],
  ['an identifier as long as fits', filled('x', '{"a": "{{user.', '}}"}')],
  ['segments', filled('.x', '{"a": "{{user.public_metadata', '}}"}')],
  ['unknown segments', filled('.x', '{"a": "{{user', '}}"}')],
  ['calls without end', filled('date.now(', '{"a": "{{', '"}')],
  ['blanks', filled(' ', '{"a": "{{', '}}"}')],
  ['digits', filled('9', '{"a": "{{', '}}"}')],
  ['100,000 nested lists', '['.repeat(100_000)],
  ['100,000 nested objects', '{"a":'.repeat(100_000)],
  ['nested lists as many as fit', filled('[', '{"a":', '')],
  ['repeated keys', filled('"a":1,', '{', '"a":1}')],
  ['empty keys', filled('"":1,', '{', '"":1}')],
  ['reserved names that are unknown', filled('"\\u0001":"{{x}}",', '{', '"a":1}')],
  ['a literal of 1 MB', `{"a": "${'x'.repeat(1_000_000)}"}`],
  ['lone surrogates', filled('\\ud800')],
  ['lines', filled('\n', '{"a": 1', '}')],
  ['keys named __proto__', filled('"__proto__":1,', '{', '"__proto__":1}')],
  ['one misspelt name', members(199, () => '{{user.frist_name}}')],
  ['misspelt names', members(199, (index) => `{{user.frist_name${index}}}`)],
  ['long misspelt names', members(160, (index) => `{{user.${String(index).padStart(64, 'x')}}}`)],
  ['misspelt words', members(199, (index) => `{{primaryemailaddres${index}}}`)],
  ['misspelt operands', `{"a": "${`{{a.b${'||a.b'.repeat(11)}}}`.repeat(190)}"}`],
];
