import type { JwtTemplateResource as JwtTemplate } from '@bartleby/api-contract';
import type { Command } from 'commander';
import { connectToInstance } from '../platform-client.ts';
import type { InstanceFlags } from '../server-options.ts';
import { allTemplates } from './jwt-template.ts';

const line = ({
  name,
  preset,
  lifetime,
  signing_algorithm: algorithm,
  custom_signing_key: own,
}: JwtTemplate) =>
  `${name}  ${preset ?? '-'}  ${algorithm} ${own ? 'own key' : 'instance key'}  ${lifetime} s`;

/** `bartleby jwt-templates list`: newest first. */
export function addList(group: Command): Command {
  return group
    .command('list')
    .description('list them, newest first: name, preset, signature, lifetime')
    .option('--json', 'everything, as JSON')
    .action(async (flags: InstanceFlags & { json?: boolean }) => {
      const { client, path } = await connectToInstance(flags);
      const all = await allTemplates(client, path);
      if (flags.json) process.stdout.write(`${JSON.stringify(all, null, 2)}\n`);
      else if (all.length === 0) process.stdout.write('No JWT template yet.\n');
      else process.stdout.write(all.map((template) => `${line(template)}\n`).join(''));
    });
}
