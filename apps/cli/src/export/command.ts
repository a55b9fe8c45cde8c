import { once } from 'node:events';
import { type FileHandle, mkdir, open, rename } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type TransferObject, transferObjects } from '@bartleby/api-contract';
import type { Command } from 'commander';
import { connectToInstance, type PlatformClient } from '../platform-client.ts';
import { addInstanceOptions, type InstanceFlags } from '../server-options.ts';
import { readExport } from './read-export.ts';
import { csvHeader, csvLine } from './users-csv.ts';

interface ExportFlags extends InstanceFlags {
  out: string;
}

const FILE_OF: Readonly<Record<TransferObject, string>> = {
  user: 'users.ndjson',
  organization: 'organizations.ndjson',
  organization_membership: 'organization_memberships.ndjson',
};

const HELP = `
Writes users.ndjson, organizations.ndjson and organization_memberships.ndjson, one JSON object a line, and users.csv
for spreadsheets. \`bartleby import clerk --file <folder>\` takes the folder back.

What is written holds password digests, authenticator secrets and private metadata: whoever reads it can try
passwords and make codes. Files are made readable for you alone. Not in it: sessions, profile pictures, and the
tokens of accounts at other providers.`;

/** `bartleby export`: every user and organization of an instance, to keep or to take elsewhere. */
export function addExport(program: Command): void {
  const command = program
    .command('export')
    .description('write every user and organization out, password digests included')
    .requiredOption('--out <folder>', 'the folder to write to; - writes NDJSON to standard output')
    .addHelpText('after', HELP);
  addInstanceOptions(command);
  command.action(async (flags: ExportFlags) => {
    const { client, path } = await connectToInstance(flags);
    if (flags.out === '-') await exportToOutput(client, path);
    else await exportToFolder(client, path, resolve(flags.out));
  });
}

async function exportToOutput(client: PlatformClient, path: string): Promise<void> {
  for (const object of transferObjects)
    for await (const lines of readExport(client, path, object))
      if (!process.stdout.write(lines.map(({ line }) => line).join(''))) await once(process.stdout, 'drain');
}

async function exportToFolder(client: PlatformClient, path: string, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const users = await openPart(folder, 'users.csv');
  await users.file.write(csvHeader);
  for (const object of transferObjects) {
    const part = await openPart(folder, FILE_OF[object]);
    let count = 0;
    for await (const lines of readExport(client, path, object)) {
      await part.file.write(lines.map(({ line }) => line).join(''));
      const cells = lines.map(({ record }) => (record.object === 'user' ? csvLine(record) : ''));
      if (object === 'user') await users.file.write(cells.join(''));
      count += lines.length;
    }
    await part.finish();
    process.stdout.write(`${FILE_OF[object]}: ${count}\n`);
  }
  await users.finish();
  process.stdout.write(`users.csv: the same users, for spreadsheets\nwritten to ${folder}\n`);
}

/** A file that gets its name when it is whole, so that what is there is never half an export. */
async function openPart(
  folder: string,
  name: string,
): Promise<{ file: FileHandle; finish: () => Promise<void> }> {
  const temporary = join(folder, `${name}.part`);
  const file = await open(temporary, 'w', 0o600);
  return {
    file,
    finish: async () => {
      await file.close();
      await rename(temporary, join(folder, name));
    },
  };
}
