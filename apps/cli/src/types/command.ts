import { resolve } from 'node:path';
import { type Command, InvalidArgumentError } from 'commander';
import { Complaint } from '../complaint.ts';
import { addInstanceOptions } from '../server-options.ts';
import { connect, readTypeSources, ServerAway } from './read-type-sources.ts';
import type { TypesFlags } from './types-flags.ts';
import { typesText } from './types-text.ts';
import { watchTypes } from './watch-types.ts';
import { presentTypes, writeTypes } from './write-types.ts';

function seconds(text: string): number {
  const value = Number(text);
  if (!(value >= 0.1 && value <= 3_600)) throw new InvalidArgumentError('It is a number from 0.1 to 3600.');
  return value;
}

/** `bartleby types`: the types of claims, metadata, roles and permissions, from the instance's configuration. */
export function addTypes(program: Command): void {
  const command = program
    .command('types')
    .description("write the types of the session token's claims, of declared metadata, roles and permissions")
    .option('--out <file>', 'the file to write', 'types/globals.d.ts')
    .option('--check', 'write nothing; exit with 1 when the file is stale')
    .option('--watch', 'write it again whenever the template or a metadata schema changes, until Ctrl-C')
    .option('--every <seconds>', 'with --watch: how often to look', seconds, 2)
    .option('--no-metadata', 'leave out UserPublicMetadata and its like')
    .option('--no-authorization', 'leave out ClerkAuthorization: roles and permissions');
  addInstanceOptions(command);
  command.action(async (flags: TypesFlags) => {
    if (flags.check && flags.watch)
      throw new Complaint('--check writes nothing and --watch writes: use one of them.');
    if (flags.watch) await watchTypes(flags);
    else await typesOnce(flags);
  });
}

async function typesOnce(flags: TypesFlags): Promise<void> {
  const connection = await connect(flags);
  const read = await readTypeSources(connection).catch((error: unknown) => {
    if (!(error instanceof ServerAway)) throw error;
    throw new Complaint(`The server at ${connection.client.serverUrl} does not answer: try again.`);
  });
  if (read === null) throw new Error('the server answered 304 to an unconditional request');
  const text = typesText(read.sources, flags);
  const version = `template version ${read.sources.version}`;
  const file = resolve(flags.out);
  if (!flags.check) {
    const isNew = writeTypes(file, text);
    process.stdout.write(`${flags.out} ${isNew ? 'written' : 'was right already'} (${version}).\n`);
    return;
  }
  const present = presentTypes(file);
  if (present === text) process.stdout.write(`${flags.out} matches ${version}.\n`);
  else
    throw new Complaint(
      `${flags.out} ${present === null ? 'is missing' : 'is stale'}: run \`bartleby types --out ${flags.out}\` and commit the file.`,
    );
}
