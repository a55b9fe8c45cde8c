import type { Command } from 'commander';
import { connectToInstance } from '../platform-client.ts';
import type { InstanceFlags } from '../server-options.ts';
import { templateCalled } from './jwt-template.ts';

/** `bartleby jwt-templates show <name>`: its claims as they were saved. */
export function addShow(group: Command): Command {
  return group
    .command('show')
    .argument('<name>', 'its name or id')
    .description('print its claims as they were saved')
    .option('--json', 'everything about it, as JSON')
    .action(async (name: string, flags: InstanceFlags & { json?: boolean }) => {
      const { client, path } = await connectToInstance(flags);
      const template = await templateCalled(client, path, name);
      const { claims_source: source } = template;
      if (flags.json) process.stdout.write(`${JSON.stringify(template, null, 2)}\n`);
      else process.stdout.write(source.endsWith('\n') ? source : `${source}\n`);
    });
}
