import type { Command } from 'commander';
import { acceptBrokenUsersOption } from '../broken-users/accept-broken-users.ts';
import { addInstanceOptions } from '../server-options.ts';
import { DEFAULT_FILE } from './config-file.ts';
import { type DiffFlags, diff } from './diff.ts';
import { promote } from './promote.ts';
import { type PullFlags, pull } from './pull.ts';
import { push } from './push.ts';
import type { PushFlags } from './push-shown.ts';

const PULL_HELP = `
Beside the file its base is written (bartleby.config.base.json): what the server had, by which a push tells your
changes from other people's. Commit both. Secrets are in neither.`;
const DIFF_HELP = `
Settings that the file does not name are left alone. Exits 0 when nothing differs, 2 when something does, 1 when it
could not be told.`;
const PUSH_HELP = `
Shows what changes and what that does to every user's token, asks, and saves everything or nothing. Exits 0 when
saved or when there was nothing to save, 3 when somebody saved since you pulled, 1 when it was refused.`;

const PROMOTE_HELP = `
The instance is named by --url, --app and --instance, and opened with BARTLEBY_PLATFORM_KEY. Shows what changes there
and what it does to that instance's users. Its own origins and test mode stay as they are.`;

/** `bartleby config …`: an instance's configuration as a file. */
export function addConfig(program: Command): void {
  const config = program
    .command('config')
    .description("an instance's configuration as a file: read it, see what differs, save it");
  const add = (name: string, description: string) =>
    addInstanceOptions(
      config.command(name).argument('[file]', 'the file', DEFAULT_FILE).description(description),
    );
  add('pull', 'write the configuration of an instance into a file')
    .option('--merge', "take the server's changes in beside those of the file")
    .option('--take <side>', 'with --merge: "mine" or "theirs" stands where both changed the same')
    .option('--force', 'overwrite the file, changes and all')
    .addHelpText('after', PULL_HELP)
    .action((file: string, flags: PullFlags) => pull(file, flags));
  add('diff', 'what a push would change: settings, claims, and for which users')
    .option('--no-forecast', 'do not render the claims for every user')
    .option('--json', 'as one line of JSON')
    .addHelpText('after', DIFF_HELP)
    .action((file: string, flags: DiffFlags) => diff(file, flags));
  const addSaving = (name: string, description: string) =>
    add(name, description)
      .option('--dry-run', 'tell whether it would be saved, and save nothing')
      .option('--yes', 'do not ask')
      .option('--message <text>', 'why; kept with the new version of the template')
      .option(...acceptBrokenUsersOption)
      .option('--no-forecast', 'do not show what the claims do to every user')
      .option('--json', 'as one line of JSON');
  addSaving('push', 'save the file as the configuration of the instance it was pulled from')
    .addHelpText('after', PUSH_HELP)
    .action((file: string, flags: PushFlags) => push(file, flags));
  addSaving('promote', 'save the file as the configuration of another instance, such as the production one')
    .addHelpText('after', PROMOTE_HELP)
    .action((file: string, flags: PushFlags) => promote(file, flags));
}
