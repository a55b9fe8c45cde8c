import { parseJson } from '@bartleby/claims-template';

/** Pointer of the JWT templates. A file that has it says all there shall be; one without leaves them alone. */
export const JWT_TEMPLATES = '/jwt_templates';
const PREFIX = `${JWT_TEMPLATES}/`;

/** The name of the template that a pointer leads to; null for another setting. */
export const jwtTemplateName = (pointer: string): string | null =>
  pointer.startsWith(PREFIX) ? pointer.slice(PREFIX.length) : null;

export const jwtTemplatePointer = (name: string): string => PREFIX + name;

/** One template: the claims as they were written, and JSON text of every other member. */
export interface JwtTemplateParts {
  readonly claims: string;
  readonly settings: ReadonlyMap<string, string>;
}

/** What a template has that says only its claims, in the order of the file. */
const DEFAULTS: readonly (readonly [string, string])[] = [
  ['preset', 'null'],
  ['lifetime', '60'],
  ['allowed_clock_skew', '5'],
  ['custom_signing_key', 'false'],
  ['signing_algorithm', '"RS256"'],
];

/** The members of a template beside its claims. */
export const SETTING_NAMES: readonly string[] = DEFAULTS.map(([name]) => name);

/** How it stands in the file. */
export function jwtTemplateText({ claims, settings }: JwtTemplateParts): string {
  const lines = DEFAULTS.map(([name, otherwise]) => `  "${name}": ${settings.get(name) ?? otherwise}`);
  return `{\n${[`  "claims": ${claims.replaceAll('\n', '\n  ')}`, ...lines].join(',\n')}\n}`;
}

/** Its parts; claims null when it says none. Null for what is no object. */
export function jwtTemplateParts(
  text: string,
): { claims: string | null; settings: Map<string, string> } | null {
  const parsed = parseJson(text);
  if (!parsed.ok || parsed.root.kind !== 'object') return null;
  let claims: string | null = null;
  const settings = new Map<string, string>();
  for (const { key, value } of parsed.root.members) {
    const slice = text.slice(value.from, value.to);
    if (key.value === 'claims') claims = outdented(slice, 1);
    else settings.set(key.value, JSON.stringify(JSON.parse(slice)));
  }
  return { claims, settings };
}

/** The claims of a text that `jwtTemplateText` has written. */
export const claimsOfJwtTemplate = (text: string): string => jwtTemplateParts(text)?.claims ?? '{}';

const INDENT = '  ';

/** Every line but the first, so many levels further out, where all lines have that much room. */
export function outdented(text: string, levels: number): string {
  const room = `\n${INDENT.repeat(levels)}`;
  return text
    .split('\n')
    .slice(1)
    .every((line) => `\n${line}`.startsWith(room))
    ? text.replaceAll(room, '\n')
    : text;
}
