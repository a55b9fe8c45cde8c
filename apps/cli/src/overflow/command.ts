import type { TokenOverflows } from '@bartleby/api-contract';
import type { Command } from 'commander';
import { SOMEONE_DOES_NOT_FIT } from '../exit-codes.ts';
import { connectToInstance } from '../platform-client.ts';
import { addInstanceOptions, type InstanceFlags } from '../server-options.ts';
import { overflowText } from './overflow-text.ts';

interface OverflowFlags extends InstanceFlags {
  json?: boolean;
}

const HELP = `
Tells of users whose tokens were asked for and lost their claims, and would lose them again. What a draft would do to
everybody says \`bartleby forecast\`. Exits 0 when nobody's do, 2 when somebody's do, 1 when it could not be told.`;

/** `bartleby overflow`: whose session tokens come without their custom claims. */
export function addOverflow(program: Command): void {
  const command = program
    .command('overflow')
    .description('tell whose session tokens come without their custom claims, and which claim is too large')
    .option('--json', 'print what the Platform API answers')
    .addHelpText('after', HELP);
  addInstanceOptions(command);
  command.action(async (flags: OverflowFlags) => {
    const { client, path } = await connectToInstance(flags);
    const overflows = await client.call<TokenOverflows>(`${path}/session_token/overflows`);
    process.stdout.write(flags.json ? `${JSON.stringify(overflows)}\n` : overflowText(overflows));
    if (overflows.data.length > 0) process.exitCode = SOMEONE_DOES_NOT_FIT;
  });
}
