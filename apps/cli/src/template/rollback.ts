import type { Command } from 'commander';
import {
  acceptBrokenUsersOption,
  acceptedUsers,
  explainedRefusal,
} from '../broken-users/accept-broken-users.ts';
import { connectToInstance } from '../platform-client.ts';
import type { InstanceFlags } from '../server-options.ts';
import { versionNumber } from '../version-number.ts';

interface RollbackFlags extends InstanceFlags {
  message?: string;
  keepTests?: boolean;
  acceptBrokenUsers?: string;
  dryRun?: boolean;
}

interface Changed {
  before: { session: { version: number } };
  after: { session: { version: number } };
}

async function rollBack(version: number, flags: RollbackFlags): Promise<Changed> {
  const accepted = acceptedUsers(flags.acceptBrokenUsers);
  const { client, path } = await connectToInstance(flags);
  const { config_version: ifMatch } = await client.call<{ config_version: string }>(`${path}/config`);
  const body = {
    version,
    ...(flags.message !== undefined && { message: flags.message }),
    ...(flags.keepTests && { keep_tests: true }),
    ...(accepted !== undefined && { accept_broken_users: accepted }),
  };
  const at = `${path}/session_token/rollback${flags.dryRun ? '?dry_run=true' : ''}`;
  try {
    return await client.change<Changed>(at, body, { 'if-match': ifMatch }, 'POST');
  } catch (error) {
    throw explainedRefusal(error, accepted);
  }
}

/** `bartleby template rollback <version>`: its text as a new version, when nothing has changed meanwhile. */
export function addRollback(template: Command): Command {
  return template
    .command('rollback')
    .argument('<version>', 'whose text to take')
    .description('save the text of an earlier version, and its tests, as a new one; checked as any save is')
    .option('--message <text>', 'why; kept with the new version')
    .option('--keep-tests', "leave today's tests in place")
    .option(...acceptBrokenUsersOption)
    .option('--dry-run', 'tell whether it would be saved, and save nothing')
    .action(async (given: string, flags: RollbackFlags) => {
      const version = versionNumber(given);
      const changed = await rollBack(version, flags);
      const { version: saved } = changed.after.session;
      if (saved === changed.before.session.version)
        process.stdout.write(
          `The active version ${saved} says the same as version ${version}: nothing to do.\n`,
        );
      else if (flags.dryRun) process.stdout.write(`Would be saved as version ${saved}.\n`);
      else
        process.stdout.write(
          `Rolled back to version ${version}: saved as version ${saved}; apps see it within 60 seconds.\n`,
        );
    });
}
