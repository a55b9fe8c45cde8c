import { DIFFERENT } from '../exit-codes.ts';
import { connectToPlatform } from '../platform-client.ts';
import type { InstanceFlags } from '../server-options.ts';
import { checkClaims } from './check-claims.ts';
import { readConfigFile } from './config-file.ts';
import { changedValues } from './config-values.ts';
import { differenceText } from './difference-text.ts';
import { readInstanceConfig, requireKnownSettings } from './instance-config.ts';
import { checkJwtTemplates } from './jwt-templates/jwt-template-changes.ts';
import { forecastChanges, shownForecast } from './push-changes.ts';

export interface DiffFlags extends InstanceFlags {
  forecast?: boolean;
  json?: boolean;
}

/** Says what a push would change, for readers and for users. Exits 0 when nothing, 2 when something. */
export async function diff(file: string, flags: DiffFlags): Promise<void> {
  const read = readConfigFile(file);
  const client = connectToPlatform(flags);
  const server = await readInstanceConfig(client, flags);
  const mine = requireKnownSettings(file, read, server);
  const changes = changedValues(server.values, mine);
  if (changes.length > 0) process.exitCode = DIFFERENT;
  const warnings = [
    ...(await checkClaims(file, { client, server, values: mine, changes })),
    ...checkJwtTemplates(file, changes),
  ];
  const request = { client, server, changes, message: undefined, acceptBrokenUsers: undefined };
  const forecast =
    flags.forecast === false ? null : await forecastChanges(request, { isQuiet: flags.json ?? false });
  if (flags.json)
    process.stdout.write(
      `${JSON.stringify({ config_version: server.version, changes, warnings, forecast })}\n`,
    );
  else if (changes.length === 0)
    process.stdout.write(`${file} says what the server has (configuration version ${server.version}).\n`);
  else
    process.stdout.write(
      [
        differenceText({ server: server.values, file: mine, name: file }, changes),
        ...warnings.map((line) => `${line}\n`),
        shownForecast(forecast),
      ]
        .filter(Boolean)
        .join('\n'),
    );
}
