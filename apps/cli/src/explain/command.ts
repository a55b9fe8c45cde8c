import { text } from 'node:stream/consumers';
import type { TokenExplanation } from '@bartleby/api-contract';
import type { Command } from 'commander';
import { Complaint } from '../complaint.ts';
import { connectToInstance } from '../platform-client.ts';
import { addInstanceOptions, type InstanceFlags } from '../server-options.ts';
import { explanationText } from './explanation-text.ts';

interface ExplainFlags extends InstanceFlags {
  session?: string;
  all?: boolean;
  json?: boolean;
}

const HELP = `
The token is one that this instance signed, expired or not. A valid token signs its holder in: rather than leave it
in your shell's history, pipe it in and write - in its place:

  pbpaste | npx bartleby explain -
  npx bartleby explain --session sess_…`;

/** `bartleby explain`: where each claim of a token comes from, and what it would be now. */
export function addExplain(program: Command): void {
  const command = program
    .command('explain')
    .description(
      'tell for each claim of a token its expression, its fields, its value and bytes, then and now',
    )
    .argument('[token]', 'a session token; - reads it from standard input')
    .option('--session <id>', 'explain the next token of this session instead')
    .option('--all', 'show the default claims too')
    .option('--json', 'print what the Platform API answers')
    .addHelpText('after', HELP);
  addInstanceOptions(command);
  command.action(async (token: string | undefined, flags: ExplainFlags) => {
    if ((token === undefined) === (flags.session === undefined))
      throw new Complaint('Give a token, - to read one from standard input, or --session <id>: one of them.');
    const { client, path } = await connectToInstance(flags);
    const asked =
      flags.session === undefined
        ? { token: token === '-' ? await text(process.stdin) : token }
        : { session_id: flags.session };
    const explanation = await client.call<TokenExplanation>(`${path}/session_token/explain`, asked);
    const shown = flags.json
      ? JSON.stringify(explanation, null, 2)
      : explanationText(explanation, { all: flags.all ?? false });
    process.stdout.write(`${shown}\n`);
  });
}
