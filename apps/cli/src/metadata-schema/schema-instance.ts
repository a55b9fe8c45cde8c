import { readFileSync } from 'node:fs';
import type { MetadataSchemasResource, ViolatingUsersResource } from '@bartleby/api-contract';
import { InvalidArgumentError } from 'commander';
import { Complaint } from '../complaint.ts';
import { connectToInstance, type PlatformClient } from '../platform-client.ts';
import { printable } from '../printable-text.ts';
import type { InstanceFlags } from '../server-options.ts';

const kinds = ['public', 'unsafe', 'private'] as const;
export type SchemaKind = (typeof kinds)[number];

/** Throws InvalidArgumentError for what is no kind of metadata. */
export function schemaKind(text: string): SchemaKind {
  const kind = kinds.find((each) => each === text);
  if (kind === undefined) throw new InvalidArgumentError(`It is one of ${kinds.join(', ')}.`);
  return kind;
}

/** The JSON object in a file. Throws Complaint. */
export function schemaInFile(file: string): Record<string, unknown> {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new Complaint(`Cannot read ${file}.`);
  }
  try {
    const schema: unknown = JSON.parse(text);
    if (typeof schema === 'object' && schema !== null && !Array.isArray(schema))
      return schema as Record<string, unknown>;
  } catch (error) {
    throw new Complaint(`${file} is no JSON: ${(error as Error).message}`);
  }
  throw new Complaint(`${file} holds no JSON object: a metadata schema begins with {"type": "object"`);
}

export interface ConfiguredSchemas {
  readonly client: PlatformClient;
  readonly path: string;
  readonly version: string;
  readonly schemas: MetadataSchemasResource;
}

/** The schemas in force, and the version of the configuration that they were read at. */
export async function configuredSchemas(flags: InstanceFlags): Promise<ConfiguredSchemas> {
  const { client, path } = await connectToInstance(flags);
  const { config_version: version, config } = await client.call<{
    config_version: string;
    config: { metadata_schemas: MetadataSchemasResource };
  }>(`${path}/config?keys=metadata_schemas`);
  return { client, path, version, schemas: config.metadata_schemas };
}

/** How many users violate, and the first of them: lines for a terminal. */
export function violationLines(found: ViolatingUsersResource): string[] {
  const { users_checked: checked, users_total: total, users_violating: violating, examples } = found;
  const among = checked < total ? `the first ${checked} of ${total} users` : `${total} users`;
  if (violating === 0) return [`All of ${among} conform.`];
  return [
    `${violating} of ${among} do not conform:`,
    ...examples.map(({ user_id: id, name, violations }) => {
      const places = violations.map(({ field, pointer, message }) => `${field}${pointer} ${message}`);
      return printable(`  ${name} (${id}): ${places.join('; ')}`);
    }),
    ...(violating > examples.length ? [`  … and ${violating - examples.length} more`] : []),
  ];
}
