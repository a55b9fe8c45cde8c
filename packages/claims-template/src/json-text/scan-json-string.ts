const ESCAPES: Readonly<Record<string, string>> = {
  '"': '"',
  '\\': '\\',
  '/': '/',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
};

export type ScannedString =
  | { ok: true; value: string; to: number }
  | { ok: false; message: string; from: number; to: number };

/** One character or escape of a JSON string: its decoded text and its length in the source. */
type Unit = { text: string; length: number } | { problem: string; length: number };

function hexDigitsValue(source: string, at: number): number {
  let value = 0;
  for (let index = at; index < at + 4; index += 1) {
    const code = source.charCodeAt(index) | 32;
    if (code >= 48 && code <= 57 && source.charCodeAt(index) === code) value = value * 16 + code - 48;
    else if (code >= 97 && code <= 102) value = value * 16 + code - 87;
    else return -1;
  }
  return value;
}

function readUnit(source: string, at: number): Unit {
  const character = source[at] as string;
  if (character.charCodeAt(0) < 32)
    return {
      problem: 'Write control characters and line breaks inside a string as escapes such as \\n.',
      length: 1,
    };
  if (character !== '\\') return { text: character, length: 1 };
  const name = source[at + 1] ?? '';
  const simple = Object.hasOwn(ESCAPES, name) ? ESCAPES[name] : undefined;
  if (simple !== undefined) return { text: simple, length: 2 };
  if (name !== 'u') return { problem: `Double the backslash: JSON has no escape \\${name}.`, length: 2 };
  const value = hexDigitsValue(source, at + 2);
  if (value < 0) return { problem: 'Write four hexadecimal digits after \\u.', length: 2 };
  return { text: String.fromCharCode(value), length: 6 };
}

/** Reads the JSON string whose opening quote is at `from`. */
export function scanJsonString(source: string, from: number): ScannedString {
  let at = from + 1;
  let plainFrom = at;
  let value = '';
  while (at < source.length) {
    const code = source.charCodeAt(at);
    if (code === 34) return { ok: true, value: value + source.slice(plainFrom, at), to: at + 1 };
    if (code !== 92 && code >= 32) {
      at += 1;
      continue;
    }
    const unit = readUnit(source, at);
    if ('problem' in unit)
      return { ok: false, message: unit.problem, from: at, to: Math.min(source.length, at + unit.length) };
    value += source.slice(plainFrom, at) + unit.text;
    at += unit.length;
    plainFrom = at;
  }
  return { ok: false, message: 'Close this string with a double quote.', from, to: source.length };
}

/**
 * Maps offsets of a decoded string to offsets of the source.
 * Entry i is where decoded unit i begins; the last entry is the closing quote.
 */
export function stringOffsets(source: string, from: number): number[] {
  const offsets: number[] = [];
  let at = from + 1;
  while (at < source.length && source[at] !== '"') {
    offsets.push(at);
    const unit = readUnit(source, at);
    at += unit.length;
  }
  offsets.push(at);
  return offsets;
}
