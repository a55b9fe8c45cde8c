import { type Command, Option } from 'commander';
import { Complaint } from '../complaint.ts';
import { connectToPlatform } from '../platform-client.ts';
import { addServerOptions } from '../server-options.ts';

/** `bartleby operators link`: another one-time link into the Dashboard. */
export function addOperators(program: Command): void {
  const operators = program.command('operators').description('who may administer this server');
  const link = operators
    .command('link')
    .description('make a one-time sign-in link for the Dashboard (15 minutes, one use)')
    .option('--email <address>', 'the operator it signs in (default: the first one)')
    .addOption(
      new Option(
        '--role <role>',
        'makes an address that is no operator’s yet one: an owner may do everything, a viewer looks at every application and changes nothing',
      ).choices(['owner', 'viewer']),
    );
  addServerOptions(link);
  link.action(async (flags: { url?: string; dataDir?: string; email?: string; role?: string }) => {
    if (flags.role !== undefined && flags.email === undefined)
      throw new Complaint('--role is for a new operator: name the address with --email.');
    const client = connectToPlatform(flags);
    const made = await client.call<{ url: string }>(
      '/operators/links',
      flags.email ? { email_address: flags.email, ...(flags.role && { role: flags.role }) } : {},
    );
    process.stdout.write(`${made.url}\n`);
  });
}
