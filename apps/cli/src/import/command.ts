import { existsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { now } from '../clock.ts';
import { Complaint } from '../complaint.ts';
import { readClerkKey } from '../config.ts';
import { connectToInstance } from '../platform-client.ts';
import { ProgressLine } from '../progress-line.ts';
import { addInstanceOptions, type InstanceFlags } from '../server-options.ts';
import { ImportReport } from './import-report.ts';
import { runImport } from './run-import.ts';
import { apiSource } from './sources/api-source.ts';
import { fileSource } from './sources/file-source.ts';
import type { RecordSource } from './sources/source-row.ts';

interface ImportFlags extends InstanceFlags {
  file?: string[];
  secretKey?: string | true;
  apiUrl: string;
  dryRun?: boolean;
  json?: boolean;
}

/** What `bartleby export` writes, in the order in which an import needs it. */
const EXPORTED_FILES = ['users.ndjson', 'organizations.ndjson', 'organization_memberships.ndjson'];

const HELP = `
Where users come from:
  --file        the user export of Clerk's Dashboard (users.csv), a JSON list or NDJSON of users as the
                Backend API shows them, or the folder or files that \`bartleby export\` wrote; may be repeated
  --secret-key  a running Clerk instance: users with their metadata and ids, organizations, memberships.
                Without a value the key is read from CLERK_SECRET_KEY, which keeps it out of the process list.
                Clerk's API never tells password digests, authenticator secrets and backup codes: users who
                come from it alone reset their password. The Dashboard's export has them.
Give both, and each completes the other: nobody resets anything, and nothing is lost.

Ids, creation times and password digests stay as they are. What is here already is never overwritten. Stop it
whenever you like, also with kill -9: run the same command again, and it goes on. Exits 1 when rows were refused.

Where the instance declares metadata schemas, the metadata of each user is held against them. With enforcement
"warn" such a user goes in, the first ten are named with their places, and all are counted. With "refuse" such a user
is refused as any other bad row is: named with the place and left out as a whole, and the import goes on.`;

/** `bartleby import clerk`: users and organizations, from an export or a running instance. */
export function addImport(program: Command): void {
  const command = program
    .command('import')
    .description('bring users and organizations in')
    .command('clerk')
    .description("import from Clerk: from the Dashboard's user export, a secret key, or both")
    .option(
      '--file <path>',
      'a file or folder to import; may be repeated',
      (path: string, paths: string[] = []) => [...paths, path],
    )
    .option('--secret-key [key]', 'secret key of the Clerk instance to import from')
    .option('--api-url <url>', 'where its Backend API answers', 'https://api.clerk.com')
    .option('--dry-run', 'check every row, count, and write nothing')
    .option('--json', 'one JSON object a line: each refused row, then the summary')
    .addHelpText('after', HELP);
  addInstanceOptions(command);
  command.action(importFromClerk);
}

async function importFromClerk(flags: ImportFlags): Promise<void> {
  const isJson = flags.json ?? false;
  const progress = new ProgressLine(process.stderr, { isQuiet: isJson });
  const report = new ImportReport(progress, { json: isJson });
  const sources = openSources(flags, report);
  const { client, path } = await connectToInstance(flags);
  const dryRun = flags.dryRun ?? false;
  try {
    await runImport({ client, path, dryRun, report, progress }, sources);
  } catch (error) {
    if (error instanceof Complaint) report.finish({ dryRun });
    throw error;
  }
  report.finish({ dryRun });
  process.exitCode = report.counts.refused > 0 ? 1 : 0;
}

/** The API first: it knows the ids of addresses, which a file's rows then find. */
function openSources(flags: ImportFlags, report: ImportReport): RecordSource[] {
  const startedAt = now();
  const files = (flags.file ?? []).flatMap(filesOf).map((path) => fileSource(path, startedAt));
  if (flags.secretKey === undefined) {
    if (files.length === 0)
      throw new Complaint('Say where users come from: --file users.csv, or --secret-key sk_…, or both.');
    return files;
  }
  const secretKey = flags.secretKey === true ? readClerkKey() : flags.secretKey;
  if (!secretKey?.startsWith('sk_'))
    throw new Complaint(
      'A secret key begins with sk_test_ or sk_live_: give it to --secret-key, or set CLERK_SECRET_KEY.',
    );
  if (!URL.canParse(flags.apiUrl)) throw new Complaint(`--api-url: "${flags.apiUrl}" is no URL.`);
  if (files.length === 0)
    report.warn(
      'Clerk’s API does not tell password digests, authenticator secrets and backup codes: these users reset their ' +
        'password, or add --file with the Dashboard’s user export.',
    );
  const onWait = (seconds: number) =>
    report.warn(`the API asks to wait ${seconds} ${seconds === 1 ? 'second' : 'seconds'}.`);
  return [apiSource({ apiUrl: flags.apiUrl, secretKey, onWait }, startedAt), ...files];
}

function filesOf(path: string): string[] {
  if (!existsSync(path) || !statSync(path).isDirectory()) return [path];
  const files = EXPORTED_FILES.map((name) => join(path, name)).filter((file) => existsSync(file));
  if (files.length === 0)
    throw new Complaint(
      `${path} is no folder of \`bartleby export\`: there is no ${EXPORTED_FILES[0]} in it.`,
    );
  return files;
}
