import { shortcodes } from '../shortcode/catalogue.ts';
import { isSegmentCharacter } from '../shortcode/characters.ts';
import { declaredPaths, type MetadataSchemas } from '../types/declared-paths.ts';

export interface ShortcodeCompletion {
  /** What is inserted, such as `user.first_name`. */
  label: string;
  /** The type of the value. */
  detail: string;
  info: string;
}

export interface Completions {
  /** The word that is replaced, in UTF-16 offsets of the source. */
  from: number;
  to: number;
  options: ShortcodeCompletion[];
}

export interface CompletionOptions {
  /** Known metadata paths, offered beside the catalogue. */
  seenMetadataPaths?: readonly string[];
  /** Declared JSON Schemas of metadata: their paths are offered first, with their types. */
  metadataSchemas?: MetadataSchemas;
}

/** Offset behind the opening quote of the string around `offset`, or -1. Copes with unfinished JSON. */
function stringStart(source: string, offset: number): number {
  let start = -1;
  for (let at = 0; at < offset; at += 1) {
    const character = source[at];
    if (character === '\\' && start >= 0) at += 1;
    else if (character === '"') start = start < 0 ? at + 1 : -1;
    else if (character === '\n' && start >= 0) start = -1;
  }
  return start;
}

/** Whether the string that begins at `start` is a name: only a brace or a comma of an object, then a colon behind. */
function isName(source: string, start: number): boolean {
  let at = start;
  while (at < source.length && source[at] !== '"' && source[at] !== '\n') at += source[at] === '\\' ? 2 : 1;
  if (source[at] !== '"') return false;
  at += 1;
  while (at < source.length && ' \t\r\n'.includes(source[at] as string)) at += 1;
  return source[at] === ':';
}

/** Whether `text`, the string up to the cursor, ends inside braces and outside a literal. */
function isInsideShortcode(text: string): boolean {
  let isOpen = false;
  let isQuoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const character = text[at];
    if (isQuoted) {
      if (character === '\\') at += 1;
      else if (character === "'") isQuoted = false;
    } else if (!isOpen && text.startsWith('{{', at)) {
      isOpen = true;
      at += 1;
    } else if (isOpen && text.startsWith('}}', at)) {
      isOpen = false;
      at += 1;
    } else if (isOpen && character === "'") isQuoted = true;
  }
  return isOpen && !isQuoted;
}

function isPathCharacter(character: string | undefined): boolean {
  return character === '.' || isSegmentCharacter(character);
}

/** Whether every character can stand in a path. */
const isWritable = (path: string): boolean => [...path].every((character) => isPathCharacter(character));

function allCompletions({
  seenMetadataPaths: seen = [],
  metadataSchemas = {},
}: CompletionOptions): ShortcodeCompletion[] {
  const declared = declaredPaths(metadataSchemas).filter(({ path }) => isWritable(path));
  const known = new Set([...shortcodes, ...declared].map(({ path }) => path));
  return [
    ...shortcodes.map(({ path, type, meaning, nullWhen }) => ({
      label: path,
      detail: type,
      info: nullWhen === null ? meaning : `${meaning} Null when ${nullWhen}.`,
    })),
    ...declared.map(({ path, type }) => ({
      label: path,
      detail: type,
      info: 'Declared by your metadata schema.',
    })),
    ...seen
      .filter((path) => !known.has(path))
      .map((path) => ({ label: path, detail: 'unknown', info: 'Found in your metadata.' })),
  ];
}

/**
 * Shortcodes to offer at an offset of a template that is being typed, or null where none belongs:
 * outside braces, inside a literal, in a name. Takes any text and offset, never throws.
 */
export function completionsAt(
  source: string,
  offset: number,
  options: CompletionOptions = {},
): Completions | null {
  const start = stringStart(source, offset);
  if (start < 0 || isName(source, start)) return null;
  if (!isInsideShortcode(source.slice(start, offset))) return null;
  let from = offset;
  while (from > start && isPathCharacter(source[from - 1])) from -= 1;
  let to = offset;
  while (isPathCharacter(source[to])) to += 1;
  const typed = source.slice(from, offset).toLowerCase();
  const matching = allCompletions(options).filter(({ label }) => label.toLowerCase().includes(typed));
  return matching.length === 0 ? null : { from, to, options: matching };
}
