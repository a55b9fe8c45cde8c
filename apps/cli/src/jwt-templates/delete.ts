import type { Command } from 'commander';
import { connectToInstance } from '../platform-client.ts';
import type { InstanceFlags } from '../server-options.ts';
import { templateCalled, unlessSavedMeanwhile } from './jwt-template.ts';

/** `bartleby jwt-templates delete <name>`: when nobody has changed it meanwhile, else exit code 3. */
export function addDelete(group: Command): Command {
  return group
    .command('delete')
    .argument('<name>', 'its name or id')
    .description('delete it with its key; tokens that are out stay valid until they expire')
    .option('--json', 'print what the Platform API answers')
    .action(async (called: string, flags: InstanceFlags & { json?: boolean }) => {
      const { client, path } = await connectToInstance(flags);
      const template = await templateCalled(client, path, called);
      const { id, name, version } = template;
      const answer = await unlessSavedMeanwhile(template, () =>
        client.remove(`${path}/jwt_templates/${id}`, { 'if-match': String(version) }),
      );
      if (flags.json) process.stdout.write(`${JSON.stringify(answer, null, 2)}\n`);
      else process.stdout.write(`Deleted ${name}.\n`);
    });
}
