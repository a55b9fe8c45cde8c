import type { ViolatingUsersResource } from '@bartleby/api-contract';
import { type Command, Option } from 'commander';
import { Complaint } from '../complaint.ts';
import { addInstanceOptions, type InstanceFlags } from '../server-options.ts';
import {
  configuredSchemas,
  type SchemaKind,
  schemaInFile,
  schemaKind,
  violationLines,
} from './schema-instance.ts';

interface SetFlags extends InstanceFlags {
  remove?: boolean;
  enforcement?: 'warn' | 'refuse';
  dryRun?: boolean;
}

const print = (lines: readonly string[]) => process.stdout.write(`${lines.join('\n')}\n`);

/** `bartleby metadata-schema`: the JSON Schemas of users' metadata. */
export function addMetadataSchema(program: Command): void {
  const group = program
    .command('metadata-schema')
    .description("the JSON Schemas that an instance declares for its users' metadata");
  addShow(group);
  addSet(group);
  addCheck(group);
  for (const command of group.commands) addInstanceOptions(command);
}

function addShow(group: Command): void {
  group
    .command('show')
    .argument(
      '[kind]',
      'public, unsafe or private; left out: all, and what happens to a write that violates one',
      schemaKind,
    )
    .description('print the schemas in force, as JSON')
    .action(async (kind: SchemaKind | undefined, flags: InstanceFlags) => {
      const { schemas } = await configuredSchemas(flags);
      print([JSON.stringify(kind === undefined ? schemas : schemas[kind], null, 2)]);
    });
}

function addSet(group: Command): void {
  group
    .command('set')
    .argument('<kind>', 'public, unsafe or private', schemaKind)
    .argument('[file]', 'a file with the JSON Schema; left out: it stays as it is')
    .description('declare a schema, and tell who does not conform to it')
    .option('--remove', 'declare none of this kind any more')
    .addOption(
      new Option(
        '--enforcement <what>',
        'what happens to a write that violates a schema, of any kind',
      ).choices(['warn', 'refuse']),
    )
    .option('--dry-run', 'tell the consequences and change nothing')
    .action(setSchema);
}

async function setSchema(kind: SchemaKind, file: string | undefined, flags: SetFlags): Promise<void> {
  if (flags.remove && file !== undefined) throw new Complaint('Give a file or --remove, not both.');
  if (!flags.remove && file === undefined && flags.enforcement === undefined)
    throw new Complaint('Give a file with the schema, --remove or --enforcement.');
  const schema = file === undefined ? undefined : schemaInFile(file);
  const { client, path, version } = await configuredSchemas(flags);
  const changed = await client.send(`${path}/config${flags.dryRun ? '?dry_run=true' : ''}`, {
    method: 'PATCH',
    headers: { 'if-match': version },
    body: JSON.stringify({
      metadata_schemas: {
        ...(schema && { [kind]: schema }),
        ...(flags.remove && { [kind]: null }),
        ...(flags.enforcement && { enforcement: flags.enforcement }),
      },
    }),
    timeoutMs: 120_000,
  });
  const answer = (await changed.json()) as ChangeAnswer;
  if (!changed.ok)
    throw new Complaint(
      answer.errors?.map(problemLine).join('\n') ?? `The server answered ${changed.status}.`,
    );
  print([
    flags.dryRun
      ? 'Nothing was saved (--dry-run).'
      : `Saved (configuration version ${answer.config_version}).`,
    ...(answer.metadata_violations ? violationLines(answer.metadata_violations) : []),
  ]);
}

interface ChangeAnswer {
  readonly config_version: string;
  readonly metadata_violations?: ViolatingUsersResource;
  readonly errors?: readonly { long_message: string; meta?: { param_name?: string; pointer?: string } }[];
}

const problemLine = ({ long_message: text, meta }: NonNullable<ChangeAnswer['errors']>[number]): string =>
  meta?.pointer === undefined ? text : `${meta.param_name}${meta.pointer}: ${text}`;

function addCheck(group: Command): void {
  group
    .command('check')
    .argument('[kind]', 'with a file: the kind whose schema it is', schemaKind)
    .argument('[file]', 'a draft, instead of the schema in force')
    .description('tell which users do not conform; exit with 2 when some do not')
    .action(async (kind: SchemaKind | undefined, file: string | undefined, flags: InstanceFlags) => {
      if (kind !== undefined && file === undefined) throw new Complaint('Give the file of the draft, too.');
      const draft = kind && file ? { [kind]: schemaInFile(file) } : {};
      const { client, path } = await configuredSchemas(flags);
      const found = await client.call<ViolatingUsersResource>(`${path}/metadata_schemas/violations`, {
        metadata_schemas: draft,
      });
      print(violationLines(found));
      if (found.users_violating > 0) process.exitCode = 2;
    });
}
