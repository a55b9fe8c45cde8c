import type { Command } from 'commander';
import { connectToInstance } from '../platform-client.ts';
import type { InstanceFlags } from '../server-options.ts';
import { versionNumber } from '../version-number.ts';
import { activeVersion, type TemplateVersion } from './template-version.ts';

interface ShowFlags extends InstanceFlags {
  tests?: boolean;
  json?: boolean;
}

/** `bartleby template show [version]`: the text as it was saved, to look at or to write into a file. */
export function addShow(template: Command): Command {
  return template
    .command('show')
    .argument('[version]', 'left out: the active one')
    .description('print the text of a version as it was saved')
    .option('--tests', 'its tests instead')
    .option('--json', 'everything about it, as JSON')
    .action(async (given: string | undefined, flags: ShowFlags) => {
      const { client, path } = await connectToInstance(flags);
      const version = await (given === undefined
        ? activeVersion(client, path)
        : client.call<TemplateVersion>(`${path}/session_token/versions/${versionNumber(given)}`));
      if (flags.json) process.stdout.write(`${JSON.stringify(version, null, 2)}\n`);
      else if (flags.tests) process.stdout.write(`${JSON.stringify(version.tests, null, 2)}\n`);
      else process.stdout.write(version.source.endsWith('\n') ? version.source : `${version.source}\n`);
    });
}
