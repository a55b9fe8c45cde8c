import {
  claimsOfJwtTemplate,
  JWT_TEMPLATES,
  jwtTemplateName,
  jwtTemplateParts,
  jwtTemplatePointer,
  jwtTemplateText,
} from './jwt-templates/jwt-template-text.ts';

/** Pointer (RFC 6901) of the session token's claims, whose text is kept as it was written. */
export const CLAIMS = '/session/claims';
/** Pointer of the tests that are kept with the template. */
export const TESTS = '/session/tests';

/** What the server tells beside what may be changed. `claims_source` is the text of `claims`. */
const TOLD_ONLY = new Set(['/session/version', '/session/lifetime_seconds', '/session/claims_source']);

/**
 * A configuration as its settings: JSON text by pointer, such as `/auth/username`. What stands in a section is a setting
 * of its own; what is not there is not managed by the file and stays as it is.
 */
export type ConfigValues = ReadonlyMap<string, string>;

type ServerJwtTemplate = Readonly<Record<string, unknown>> & { readonly claims_source: string };

/** The configuration as the Platform API shows it. */
export type ServerConfig = Readonly<Record<string, unknown>> & {
  readonly session: { readonly claims_source: string };
  readonly jwt_templates?: Readonly<Record<string, ServerJwtTemplate>>;
};

const isSection = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** The settings of an instance. */
export function valuesOf(config: ServerConfig): ConfigValues {
  const values = new Map<string, string>();
  const { jwt_templates: templates, ...sections } = config;
  for (const [key, value] of Object.entries(sections)) {
    if (!isSection(value)) values.set(`/${key}`, JSON.stringify(value, null, 2));
    else
      for (const [name, member] of Object.entries(value))
        if (!TOLD_ONLY.has(`/${key}/${name}`)) values.set(`/${key}/${name}`, JSON.stringify(member, null, 2));
  }
  values.set(CLAIMS, config.session.claims_source.trim());
  if (templates) values.set(JWT_TEMPLATES, '{}');
  for (const [name, template] of Object.entries(templates ?? {}))
    values.set(jwtTemplatePointer(name), textOf(template));
  return values;
}

function textOf({ claims: _, claims_source: source, ...settings }: ServerJwtTemplate): string {
  const texts = Object.entries(settings).map(([name, value]) => [name, JSON.stringify(value)] as const);
  return jwtTemplateText({ claims: source.trim(), settings: new Map(texts) });
}

/** One change of a setting; null where a side does not have it: only a JWT template can be gone afterwards. */
export interface ChangedValue {
  readonly pointer: string;
  readonly before: string | null;
  readonly after: string | null;
}

/** Whether two JSON texts say the same: how they are laid out makes no change. */
const saysTheSame = (one: string | undefined, other: string | undefined): boolean =>
  one === other ||
  (one !== undefined &&
    other !== undefined &&
    JSON.stringify(JSON.parse(one)) === JSON.stringify(JSON.parse(other)));

/** Where the file says something else than the server. */
export function changedValues(server: ConfigValues, file: ConfigValues): ChangedValue[] {
  const changes = [...file].flatMap(([pointer, after]): ChangedValue[] => {
    const before = server.get(pointer);
    if (pointer === JWT_TEMPLATES || saysTheSame(before, after)) return [];
    return [{ pointer, before: before ?? null, after }];
  });
  const deleted = missingTemplates(file, server).map((pointer) => ({
    pointer,
    before: server.get(pointer) ?? null,
    after: null,
  }));
  return [...changes, ...deleted];
}

/** JWT templates of `others` that a file lacks which says all there shall be. */
export function missingTemplates(file: ConfigValues, ...others: readonly ConfigValues[]): string[] {
  if (!file.has(JWT_TEMPLATES)) return [];
  const all = new Set(others.flatMap((values) => [...values.keys()]));
  return [...all].filter((pointer) => jwtTemplateName(pointer) !== null && !file.has(pointer));
}

/** The body of a PATCH that makes the changes. */
export function patchOf(changes: readonly ChangedValue[]): Record<string, unknown> {
  const body: Record<string, unknown> = {};
  for (const { pointer, after } of changes) {
    const [key = '', name] = pointer.slice(1).split('/');
    if (name === undefined) body[key] = JSON.parse(after ?? 'null');
    else {
      body[key] ??= {};
      const section = body[key] as Record<string, unknown>;
      if (pointer === CLAIMS) section.claims_source = after;
      else if (jwtTemplateName(pointer) !== null && after !== null) section[name] = sentTemplate(after);
      else section[name] = JSON.parse(after ?? 'null');
    }
  }
  return body;
}

function sentTemplate(text: string): object {
  const settings = [...(jwtTemplateParts(text)?.settings ?? [])];
  return {
    claims_source: claimsOfJwtTemplate(text),
    ...Object.fromEntries(settings.map(([name, value]) => [name, JSON.parse(value) as unknown])),
  };
}
