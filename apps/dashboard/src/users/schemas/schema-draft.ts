import type { MetadataSchemasResource } from '@bartleby/api-contract';
import { checkMetadataSchema, parseJson, type SchemaProblem } from '@bartleby/claims-template';
import type { InstanceConfig } from '../../platform/resources.ts';

export const SCHEMA_KINDS = ['public', 'unsafe', 'private'] as const;
export type SchemaKind = (typeof SCHEMA_KINDS)[number];
type Enforcement = MetadataSchemasResource['enforcement'];

/** The schemas while they are edited: texts, an empty one where none is declared. */
export interface SchemaDraft {
  readonly texts: Readonly<Record<SchemaKind, string>>;
  readonly enforcement: Enforcement;
}

/** What is edited, and what was saved when the editing began. */
export interface SchemasState {
  readonly base: InstanceConfig;
  readonly draft: SchemaDraft;
}

const textOf = (schema: Record<string, unknown> | null): string =>
  schema === null ? '' : JSON.stringify(schema, null, 2);

export function draftOf({ enforcement, ...schemas }: MetadataSchemasResource): SchemaDraft {
  const { public: forPublic, unsafe, private: forPrivate } = schemas;
  return {
    texts: { public: textOf(forPublic), unsafe: textOf(unsafe), private: textOf(forPrivate) },
    enforcement,
  };
}

/** What stands in the way of saving one text; [] when nothing does. */
export function problemsOf(text: string): readonly SchemaProblem[] {
  if (text.trim() === '') return [];
  const parsed = parseJson(text, { maxDepth: 64 });
  if (!parsed.ok) return [{ pointer: parsed.problem.pointer, message: parsed.problem.message }];
  return checkMetadataSchema(JSON.parse(text));
}

/** The draft as the Platform API takes it; only for texts without problems. */
export function schemasOf({ texts, enforcement }: SchemaDraft): MetadataSchemasResource {
  const parsed = (text: string) =>
    text.trim() === '' ? null : (JSON.parse(text) as Record<string, unknown>);
  return {
    public: parsed(texts.public),
    unsafe: parsed(texts.unsafe),
    private: parsed(texts.private),
    enforcement,
  };
}

export const isSameDraft = (a: SchemaDraft, b: SchemaDraft): boolean =>
  a.enforcement === b.enforcement &&
  SCHEMA_KINDS.every((kind) => a.texts[kind].trim() === b.texts[kind].trim());
