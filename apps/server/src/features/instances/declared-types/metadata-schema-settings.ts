import type { ApiError } from '@bartleby/api-contract';
import { checkMetadataSchema } from '@bartleby/claims-template';
import { Refusal } from '../../../runtime/refusal.ts';

export const metadataKinds = ['public', 'unsafe', 'private'] as const;
/** The three kinds of users' metadata, by which each has a schema of its own. */
export type MetadataKind = (typeof metadataKinds)[number];

/** What users' metadata should look like: a JSON Schema of each kind as its JSON text, null where none is declared. */
export type MetadataSchemas = { readonly [Kind in MetadataKind]: string | null };

export interface MetadataSchemaSettings {
  readonly metadataSchemas: MetadataSchemas;
  /** Whether a write that violates a schema is recorded, or refused. */
  readonly metadataEnforcement: 'warn' | 'refuse';
}

export const defaultMetadataSchemaSettings: MetadataSchemaSettings = {
  metadataSchemas: { public: null, unsafe: null, private: null },
  metadataEnforcement: 'warn',
};

/** Throws Refusal metadata_schema_invalid with every problem of every schema as an entry of its own. */
export function checkMetadataSchemas(schemas: MetadataSchemas | undefined): void {
  if (schemas === undefined) return;
  const errors = metadataKinds.flatMap((kind): ApiError[] => {
    const text = schemas[kind];
    if (text === null) return [];
    return checkMetadataSchema(JSON.parse(text)).map(({ pointer, message }) => ({
      code: 'metadata_schema_invalid',
      message,
      long_message: message,
      meta: { param_name: `metadata_schemas.${kind}`, pointer },
    }));
  });
  if (errors.length > 0) throw new Refusal('metadata_schema_invalid', { errors });
}
