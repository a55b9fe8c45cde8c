import type { Command } from 'commander';
import { Complaint } from '../complaint.ts';
import { connectToInstance } from '../platform-client.ts';
import { addInstanceOptions, type InstanceFlags } from '../server-options.ts';

export interface EnvironmentBlock {
  framework: string;
  title: string;
  block: string;
  notes: string[];
}

interface EnvFlags extends InstanceFlags {
  for?: string;
  json?: boolean;
}

/** The environment blocks of one instance, as the Dashboard's API keys page shows them. */
export async function fetchEnvironmentBlocks(flags: EnvFlags): Promise<EnvironmentBlock[]> {
  const { client, path } = await connectToInstance(flags);
  return client.call<EnvironmentBlock[]>(`${path}/environment_blocks`);
}

/** `bartleby env --for <framework>`: the complete block of environment variables for an app. */
export function addEnv(program: Command): void {
  const command = program
    .command('env')
    .description('print the complete environment block for an app of yours')
    .requiredOption('--for <framework>', 'framework, such as nextjs, express or nextjs-clerk')
    .option('--json', 'print { framework, title, block, notes } as JSON');
  addInstanceOptions(command);
  command.action(async (flags: EnvFlags) => {
    const blocks = await fetchEnvironmentBlocks(flags);
    const block = blocks.find(({ framework }) => framework === flags.for);
    if (!block)
      throw new Complaint(
        `There is no block for "${flags.for}"; there is one for each of: ${blocks.map(({ framework }) => framework).join(', ')}.`,
      );
    if (flags.json) process.stdout.write(`${JSON.stringify(block)}\n`);
    else
      process.stdout.write(`${block.notes.map((note) => `# ${note}\n`).join('')}${block.block.trimEnd()}\n`);
  });
}
