import { limits } from '../limits.ts';
import { isBlank } from './characters.ts';
import { isFault, readOperand } from './read-operand.ts';
import type { Fault, Operand, Part, ShortcodePart } from './string-part.ts';

function skipBlanks(text: string, from: number): number {
  let at = from;
  while (isBlank(text[at])) at += 1;
  return at;
}

function faulty(from: number, to: number, fault: Fault): ShortcodePart {
  return { kind: 'shortcode', from, to, operands: [], fault };
}

/** A fault's shortcode ends at the next closing braces, or before the next opening ones, or with the text. */
function recover(text: string, from: number, fault: Fault): ShortcodePart {
  if (text.startsWith('{{', fault.from) && fault.from > from) return faulty(from, fault.from, fault);
  const close = text.indexOf('}}', Math.max(fault.to, from + 2));
  return faulty(from, close < 0 ? text.length : close + 2, fault);
}

function unterminated(text: string, from: number, at: number, operandEnd: number): Fault {
  const single = text[at] === '}';
  return {
    code: 'shortcode_unterminated',
    message: 'Close this shortcode with }}.',
    from: single || text.startsWith('{{', at) ? at : from,
    to: single ? at + 1 : Math.min(text.length, Math.max(at, from + 2)),
    fix: {
      title: 'Insert the closing braces',
      from: single ? at : operandEnd,
      to: single ? at + 1 : operandEnd,
      insert: '}}',
    },
  };
}

function syntax(message: string, from: number, to: number, fix: Fault['fix'] = null): Fault {
  return { code: 'shortcode_syntax', message, from, to, fix };
}

/** What stands after an operand and is neither `||` nor the closing braces. */
function faultAfterOperand(text: string, from: number, at: number, operandEnd: number): Fault {
  const rest = text.indexOf('}}', at);
  if (rest < 0 || text.startsWith('{{', at) || text[at] === '}')
    return unterminated(text, from, at, operandEnd);
  const asOr = { title: 'Write ||', from: at, insert: '||' };
  if (text.startsWith('??', at))
    return syntax('Write || for a default.', at, at + 2, { ...asOr, to: at + 2 });
  switch (text[at]) {
    case '|':
      return syntax('Write || for a default; there are no filters.', at, at + 1, { ...asOr, to: at + 1 });
    case '?':
      return syntax('Use || for a default: there is no ternary.', at, at + 1);
    case '[':
      return syntax('Take an element with a dot, as in tags.0.', at, at + 1);
    case '(':
      return syntax('Remove the call: shortcodes have no functions.', at, at + 1);
    case "'":
      return syntax("Put || before a literal, and write a quote inside a literal as \\'.", at, at + 1);
    default:
      return syntax('Put || between two values, or }} after the last one.', at, at + 1);
  }
}

function emptyShortcode(from: number, at: number): Fault {
  return {
    code: 'shortcode_empty',
    message: 'Write a shortcode between the braces, or remove them.',
    from,
    to: at + 2,
    fix: { title: 'Remove the empty braces', from, to: at + 2, insert: '' },
  };
}

function tooManyOperands(at: number): Fault {
  return {
    code: 'template_too_complex',
    message: `Use at most ${limits.operands} values in one shortcode.`,
    from: at,
    to: at + 2,
    fix: null,
  };
}

/** Handlebars habit: `{{{user.id}}}`. */
function tripleBraces(text: string, from: number): Fault | null {
  if (text[from + 2] !== '{') return null;
  const close = text.indexOf('}}', from + 2);
  if (close < 0) return unterminated(text, from, text.length, text.length);
  return syntax('Use two braces on each side.', from, from + 3, {
    title: 'Remove the third brace',
    from,
    to: from + 1,
    insert: '',
  });
}

/** Reads the shortcode whose opening braces are at `from`. */
function readShortcode(text: string, from: number): ShortcodePart {
  const triple = tripleBraces(text, from);
  if (triple) return recover(text, from, triple);
  let at = skipBlanks(text, from + 2);
  if (text.startsWith('}}', at)) return faulty(from, at + 2, emptyShortcode(from, at));
  const operands: Operand[] = [];
  for (;;) {
    if (at >= text.length) return recover(text, from, unterminated(text, from, at, text.length));
    const operand = readOperand(text, at);
    if (isFault(operand)) return recover(text, from, operand);
    operands.push(operand);
    at = skipBlanks(text, operand.to);
    if (text.startsWith('}}', at)) return { kind: 'shortcode', from, to: at + 2, operands, fault: null };
    if (!text.startsWith('||', at)) return recover(text, from, faultAfterOperand(text, from, at, operand.to));
    if (operands.length === limits.operands) return recover(text, from, tooManyOperands(at));
    at = skipBlanks(text, at + 2);
  }
}

/**
 * Parses one decoded string value (claims-language section 3) into text and shortcodes.
 * Takes any text, never throws; after a fault it goes on behind the faulty shortcode.
 * Stops after `maxShortcodes`: the rest is left out, which the caller reports as too complex.
 */
export function parseStringValue(text: string, maxShortcodes: number = limits.shortcodes + 1): Part[] {
  const parts: Part[] = [];
  let at = 0;
  let count = 0;
  while (at < text.length && count < maxShortcodes) {
    const open = text.indexOf('{{', at);
    const end = open < 0 ? text.length : open;
    if (end > at) parts.push({ kind: 'text', text: text.slice(at, end) });
    if (open < 0) break;
    const shortcode = readShortcode(text, open);
    parts.push(shortcode);
    count += 1;
    at = shortcode.to;
  }
  return parts;
}
