import { resolveShortcode, shortcodes } from './catalogue.ts';
import { LONGEST_COMPARED, nearest } from './edit-distance.ts';
import { absentRoots, meantDefaultClaims, mistakenPaths, mistakenRoots } from './known-mistakes.ts';

/** What to write instead of an unknown path. */
export type Correction =
  | { kind: 'replace'; path: string }
  /** Drop it: the token has this claim by itself, or (null) there is no such thing. */
  | { kind: 'drop'; claim: string | null }
  | null;

const PATHS: readonly string[] = shortcodes.map(({ path }) => path);

/** A field that stands for a bare root, when only the root was written. */
const FIELD_OF_ROOT: ReadonlyMap<string, string> = new Map([
  ['user', 'user.id'],
  ['org', 'org.id'],
  ['org_membership', 'org_membership.permissions'],
  ['session', 'session.actor'],
]);

/** A name longer than any that is known stays as it is: a hostile one costs no time. */
function snakeCase(name: string): string {
  if (name.length > LONGEST_COMPARED) return name;
  let text = '';
  for (const character of name) {
    const isUpper = character >= 'A' && character <= 'Z';
    if (isUpper && text !== '' && !text.endsWith('_')) text += '_';
    text += isUpper ? character.toLowerCase() : character;
  }
  return text;
}

/** Root and field in snake case with the root's real name; keys of metadata are left as they are. */
function canonical(segments: readonly string[]): string[] {
  const root = snakeCase(segments[0] ?? '');
  return [mistakenRoots.get(root) ?? root, ...segments.slice(1, 2).map(snakeCase), ...segments.slice(2)];
}

/** Whether the path asks for private metadata, in whatever spelling (DESIGN decision 23). */
export function asksForPrivateMetadata(segments: readonly string[]): boolean {
  return canonical(segments)[1] === 'private_metadata';
}

/** Puts known mistakes right; the field below a scalar is cut off. Null when that leads nowhere. */
function rewrite(segments: readonly string[]): string | null {
  const [root = '', name = '', ...below] = canonical(segments);
  const publicName = name === 'private_metadata' ? 'public_metadata' : name;
  const meant = mistakenPaths.get(`${root}.${publicName}`) ?? `${root}.${publicName}`;
  const head = (mistakenPaths.get(meant) ?? meant).split('.');
  const whole = resolveShortcode([...head, ...below]) ?? resolveShortcode(head);
  return whole === null ? null : [whole.field.path, ...whole.below].join('.');
}

function correctWord(word: string): string | null {
  const root = mistakenRoots.get(word) ?? word;
  const field = FIELD_OF_ROOT.get(root);
  if (field !== undefined) return field;
  for (const owner of FIELD_OF_ROOT.keys()) {
    const path = rewrite([owner, word]);
    if (path !== null) return path;
  }
  return nearest(word, PATHS);
}

/** The nearest field, keeping a metadata path below it. */
function nearestField(segments: readonly string[]): string | null {
  const [root = '', name = '', ...below] = canonical(segments);
  const ofRoot = PATHS.filter((path) => path.startsWith(`${root}.`));
  const written = `${root}.${name}`;
  const near =
    nearest(
      name,
      ofRoot.map((path) => path.slice(root.length + 1)),
    ) ?? undefined;
  const path = near !== undefined ? `${root}.${near}` : nearest(written, PATHS);
  if (path === null) return null;
  const whole = resolveShortcode([...path.split('.'), ...below]);
  return whole ? [path, ...below].join('.') : path;
}

/** What was probably meant by a path that is not in the catalogue (claims-language section 2.4). */
export function correctPath(segments: readonly string[]): Correction {
  const written = segments.join('.');
  const claim = meantDefaultClaims.get(written) ?? meantDefaultClaims.get(canonical(segments).join('.'));
  if (claim !== undefined) return { kind: 'drop', claim };
  if (absentRoots.has(segments[0] ?? '')) return { kind: 'drop', claim: null };
  const path =
    segments.length < 2 ? correctWord(snakeCase(written)) : (rewrite(segments) ?? nearestField(segments));
  return path === null ? null : { kind: 'replace', path };
}
