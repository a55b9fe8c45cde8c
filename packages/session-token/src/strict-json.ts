// JSON.parse keeps the last of two equal member names, turns 1e999 into Infinity and accepts escaped lone
// surrogates. Two readers of one token must never see two different claims, so those texts are refused here.

/** Deeper nesting than this is refused (design decision 23). */
export const MAX_JSON_DEPTH = 32;

export type JsonObject = { [name: string]: unknown };

// ignoreBOM keeps a leading U+FEFF in the text, where JSON.parse refuses it (RFC 8259 section 8.1).
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

/** The JSON object in `bytes`, or null unless it is strict UTF-8 and passes `parseStrictJsonObject`. */
export function parseStrictJsonBytes(bytes: Uint8Array): JsonObject | null {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return null;
  }
  return parseStrictJsonObject(text);
}

/**
 * The JSON object in `text`, or null when it is not JSON (RFC 8259), not an object, nested deeper than 32,
 * has two equal member names in one object (RFC 7519 section 4), a number beyond the range of a double, or a
 * lone surrogate (RFC 8725 section 3.7).
 */
export function parseStrictJsonObject(text: string): JsonObject | null {
  const members = countMembers(text);
  if (members < 0) return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return null;
  }
  if (!isObject(value)) return null;
  // Equal names collapse into one property: then fewer properties than colons are left.
  return countProperties(value, text.includes('\\u')) === members ? value : null;
}

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const QUOTE = 0x22;
const BACKSLASH = 0x5c;

/** Number of colons outside strings, or -1 when brackets nest too deep. Exact for every valid JSON text. */
function countMembers(text: string): number {
  let members = 0;
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === QUOTE) {
      index += 1;
      for (let inner = text.charCodeAt(index); inner !== QUOTE && index < text.length; ) {
        index += inner === BACKSLASH ? 2 : 1;
        inner = text.charCodeAt(index);
      }
    } else if (code === 0x3a) members += 1;
    else if (code === 0x7b || code === 0x5b) {
      depth += 1;
      if (depth > MAX_JSON_DEPTH) return -1;
    } else if (code === 0x7d || code === 0x5d) depth -= 1;
  }
  return members;
}

/** Number of properties in the whole tree, or -1 when it holds Infinity or a lone surrogate. */
function countProperties(value: unknown, mayHoldSurrogates: boolean): number {
  if (typeof value === 'string') return mayHoldSurrogates && hasLoneSurrogate(value) ? -1 : 0;
  if (typeof value === 'number') return Number.isFinite(value) ? 0 : -1;
  if (typeof value !== 'object' || value === null) return 0;
  if (Array.isArray(value)) return countBelow(value, mayHoldSurrogates);
  const names = Object.keys(value);
  if (mayHoldSurrogates && names.some(hasLoneSurrogate)) return -1;
  const below = countBelow(Object.values(value), mayHoldSurrogates);
  return below < 0 ? -1 : names.length + below;
}

function countBelow(values: readonly unknown[], mayHoldSurrogates: boolean): number {
  let properties = 0;
  for (const value of values) {
    const below = countProperties(value, mayHoldSurrogates);
    if (below < 0) return -1;
    properties += below;
  }
  return properties;
}

function hasLoneSurrogate(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code < 0xd800 || code > 0xdfff) continue;
    const next = text.charCodeAt(index + 1);
    if (code > 0xdbff || !(next >= 0xdc00 && next <= 0xdfff)) return true;
    index += 1;
  }
  return false;
}
