import { scanJsonNumber } from '../json-text/scan-json-number.ts';
import { utf8Length } from '../json-text/utf8-length.ts';
import { limits } from '../limits.ts';
import { isBlank, isDigit, isNameCharacter, isNameStart, isSegmentCharacter } from './characters.ts';
import { readQuotedLiteral, wrongQuotes } from './read-literal.ts';
import type { Fault, LiteralOperand, Operand, PathOperand } from './string-part.ts';

const NULL_WORDS: ReadonlySet<string> = new Set(['null', 'undefined', 'nil', 'None', 'NaN', 'Infinity']);

/** The only calls seen in the wild; they get a correction instead of a syntax error. */
const CALLED_ROOTS: ReadonlySet<string> = new Set(['date', 'time']);

export function isFault(value: Operand | Fault): value is Fault {
  return 'code' in value;
}

function fault(
  code: Fault['code'],
  message: string,
  from: number,
  to: number,
  fix: Fault['fix'] = null,
): Fault {
  return { code, message, from, to, fix };
}

/** Removes the `||` before `from`, with the blanks around it; null when there is none. */
function removeOr(text: string, from: number, to: number, title: string): Fault['fix'] {
  let start = from;
  while (start > 0 && ' \t\r\n'.includes(text[start - 1] as string)) start -= 1;
  if (text.slice(start - 2, start) !== '||') return null;
  start -= 2;
  while (start > 0 && ' \t\r\n'.includes(text[start - 1] as string)) start -= 1;
  return { title, from: start, to, insert: '' };
}

function readNumber(text: string, at: number): LiteralOperand | Fault {
  const end = scanJsonNumber(text, at);
  if (end < 0 || isSegmentCharacter(text[end]) || text[end] === '.')
    return fault(
      'shortcode_syntax',
      'Write numbers as in JSON, such as 30 or -1.5.',
      at,
      Math.max(at + 1, end),
    );
  if (end - at > limits.literalBytes) return literalTooLong(at, end);
  const value = Number(text.slice(at, end));
  if (!Number.isFinite(value)) return fault('shortcode_syntax', 'Use a smaller number.', at, end);
  return { kind: 'literal', value, from: at, to: end };
}

function literalTooLong(from: number, to: number): Fault {
  return fault('template_too_complex', `Keep a literal under ${limits.literalBytes} bytes.`, from, to);
}

/** End of the argument list that opens at `at`, or -1. */
function endOfCall(text: string, at: number): number {
  const close = text.indexOf(')', at);
  const braces = text.indexOf('}}', at);
  return close < 0 || (braces >= 0 && braces < close) ? -1 : close + 1;
}

/** A dot that no name follows; it may go where the path ends there or another dot stands. */
function missingSegment(text: string, dot: number): Fault {
  const next = text[dot + 1];
  const fix =
    isBlank(next) || next === '.' || next === '}' || next === '|'
      ? { title: 'Remove the dot', from: dot, to: dot + 1, insert: '' }
      : null;
  return fault(
    'shortcode_syntax',
    'Write a name after the dot: letters, digits, _, - and $.',
    dot,
    dot + 1,
    fix,
  );
}

function readSegments(text: string, at: number, segments: string[]): number | Fault {
  let end = at;
  while (text[end] === '.') {
    const start = end + 1;
    let to = start;
    while (isSegmentCharacter(text[to])) to += 1;
    if (to === start) return missingSegment(text, end);
    segments.push(text.slice(start, to));
    end = to;
  }
  return end;
}

function readWord(text: string, at: number): Operand | Fault {
  let end = at;
  while (isNameCharacter(text[end])) end += 1;
  const word = text.slice(at, end);
  if (word === 'true' || word === 'false')
    return { kind: 'literal', value: word === 'true', from: at, to: end };
  if (NULL_WORDS.has(word) && text[end] !== '.')
    return fault(
      'literal_type_not_allowed',
      `Leave ${word} out: what is missing is null by itself, and a literal is a string, number or boolean.`,
      at,
      end,
      removeOr(text, at, end, `Remove || ${word}`),
    );
  const segments = [word];
  const pathEnd = readSegments(text, end, segments);
  if (typeof pathEnd !== 'number') return pathEnd;
  const path: PathOperand = { kind: 'path', segments, isCall: false, from: at, to: pathEnd };
  if (text[pathEnd] !== '(' || !CALLED_ROOTS.has(word)) return path;
  const callEnd = endOfCall(text, pathEnd);
  return callEnd < 0 ? path : { ...path, isCall: true, to: callEnd };
}

function faultAtOperand(text: string, at: number): Fault {
  const character = text[at];
  if (text.indexOf('}}', at) < 0)
    return fault('shortcode_unterminated', 'Close this shortcode with }}.', at, text.length);
  if (text.startsWith('{{', at))
    return fault('shortcode_syntax', 'Do not put a shortcode inside a shortcode.', at, at + 2);
  if (character === '[' || character === '{')
    return fault(
      'literal_type_not_allowed',
      'Use a string, a number or a boolean: a literal cannot be a list or an object.',
      at,
      at + 1,
    );
  if (character === '}' || character === '|')
    return fault(
      'shortcode_syntax',
      'Write a value on each side of ||.',
      at,
      at + 1,
      character === '}' ? removeOr(text, at, at, 'Remove ||') : null,
    );
  return fault('shortcode_syntax', 'Begin with a name such as user.id, or a literal.', at, at + 1);
}

/**
 * Reads one operand: a path or a literal (claims-language section 3).
 * A fault comes back instead of an operand when there is none.
 */
export function readOperand(text: string, at: number): Operand | Fault {
  const character = text[at];
  if (isNameStart(character)) return readWord(text, at);
  if (character === "'") {
    const literal = readQuotedLiteral(text, at);
    if (isFault(literal) || typeof literal.value !== 'string') return literal;
    return utf8Length(literal.value) > limits.literalBytes ? literalTooLong(at, literal.to) : literal;
  }
  if (isDigit(character) || character === '-') return readNumber(text, at);
  return wrongQuotes(text, at) ?? faultAtOperand(text, at);
}
