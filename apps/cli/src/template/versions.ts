import type { Command } from 'commander';
import { connectToInstance } from '../platform-client.ts';
import { printable } from '../printable-text.ts';
import type { InstanceFlags } from '../server-options.ts';
import type { TemplateVersion } from './template-version.ts';

interface VersionsFlags extends InstanceFlags {
  limit: string;
  json?: boolean;
}

const line = ({ version, active, created_at: at, author, message }: TemplateVersion) =>
  [
    `${active ? '*' : ' '} ${String(version).padStart(4)}`,
    new Date(at).toISOString().slice(0, 16).replace('T', ' '),
    printable(author?.name ?? author?.id ?? 'the server'),
    printable(message ?? ''),
  ]
    .join('  ')
    .trimEnd();

/** `bartleby template versions`: newest first, the active one with a star. */
export function addVersions(template: Command): Command {
  return template
    .command('versions')
    .description('list versions, newest first: when (UTC), who, why; * is active')
    .option('--limit <n>', 'how many at most', '20')
    .option('--json', 'everything, as JSON')
    .action(async (flags: VersionsFlags) => {
      const { client, path } = await connectToInstance(flags);
      const query = new URLSearchParams({ limit: flags.limit });
      const { data, total_count: total } = await client.call<{
        data: TemplateVersion[];
        total_count: number;
      }>(`${path}/session_token/versions?${query}`);
      if (flags.json) process.stdout.write(`${JSON.stringify(data, null, 2)}\n`);
      else if (data.length === 0) process.stdout.write('No version yet.\n');
      else {
        process.stdout.write(data.map((version) => `${line(version)}\n`).join(''));
        if (total > data.length)
          process.stdout.write(`${total - data.length} older ones: --limit ${total}\n`);
      }
    });
}
