import type { Fault, LiteralOperand } from './string-part.ts';

/** Quotes people type instead of the straight single quote, with the quote that ends them. */
const OTHER_QUOTES: Readonly<Record<string, string>> = {
  '"': '"',
  '`': '`',
  '\u2018': '\u2019',
  '\u201c': '\u201d',
  '\u201e': '\u201c',
};

/** Writes text as a single-quoted literal. */
export function quoteLiteral(text: string): string {
  return `'${text.split('\\').join('\\\\').split("'").join("\\'")}'`;
}

/** The literal whose opening quote is at `from`. Only \' and \\ are escapes. */
export function readQuotedLiteral(text: string, from: number): LiteralOperand | Fault {
  let value = '';
  let plainFrom = from + 1;
  let at = plainFrom;
  while (at < text.length) {
    const character = text[at];
    if (character === "'")
      return { kind: 'literal', value: value + text.slice(plainFrom, at), from, to: at + 1 };
    if (character !== '\\') {
      at += 1;
      continue;
    }
    const escaped = text[at + 1];
    if (escaped === undefined) break;
    if (escaped !== "'" && escaped !== '\\') return badEscape(at);
    value += text.slice(plainFrom, at) + escaped;
    at += 2;
    plainFrom = at;
  }
  return unterminatedLiteral(text, from);
}

function badEscape(at: number): Fault {
  return {
    code: 'literal_bad_escape',
    message: "Escape only quotes and backslashes: \\' and \\\\.",
    from: at,
    to: at + 2,
    fix: { title: 'Write two backslashes', from: at, to: at + 1, insert: '\\\\' },
  };
}

function unterminatedLiteral(text: string, from: number): Fault {
  const close = text.indexOf('}}', from);
  const end = close < 0 ? text.length : close;
  return {
    code: 'literal_unterminated',
    message: 'Close this literal with a single quote.',
    from,
    to: end,
    fix: { title: 'Insert the closing quote', from: end, to: end, insert: close < 0 ? "'}}" : "'" },
  };
}

/** The fault of a literal in quotes of another kind, with the literal rewritten; null for anything else. */
export function wrongQuotes(text: string, from: number): Fault | null {
  const closing = Object.hasOwn(OTHER_QUOTES, text[from] ?? '')
    ? OTHER_QUOTES[text[from] as string]
    : undefined;
  if (closing === undefined) return null;
  const end = text.indexOf(closing, from + 1);
  const to = end < 0 ? from + 1 : end + 1;
  return {
    code: 'literal_quote_style',
    message: 'Put literals in single quotes.',
    from,
    to,
    fix:
      end < 0
        ? null
        : { title: 'Use single quotes', from, to, insert: quoteLiteral(text.slice(from + 1, end)) },
  };
}
