import { createInterface } from 'node:readline/promises';
import { acceptedUsers } from '../broken-users/accept-broken-users.ts';
import { Complaint } from '../complaint.ts';
import type { PlatformClient } from '../platform-client.ts';
import type { InstanceFlags } from '../server-options.ts';
import { checkClaims } from './check-claims.ts';
import { type ConfigValues, changedValues } from './config-values.ts';
import { differenceText } from './difference-text.ts';
import type { InstanceConfig } from './instance-config.ts';
import { checkJwtTemplates, jwtTemplatesSaved } from './jwt-templates/jwt-template-changes.ts';
import { forecastChanges, requireAcceptedUsers, sendChanges, shownForecast } from './push-changes.ts';

/** What push and promote are told. */
export interface PushFlags extends InstanceFlags {
  dryRun?: boolean;
  yes?: boolean;
  message?: string;
  acceptBrokenUsers?: string;
  forecast?: boolean;
  json?: boolean;
}

/**
 * Shows what the settings of a file would change on the server, and what that does to its users; asks, and saves all of
 * it or nothing. Answers whether something was saved.
 * @throws ConfigConflict when somebody saved meanwhile; Complaint what is refused, here or there, and a "no"
 */
export async function pushShown(
  file: string,
  parts: { client: PlatformClient; server: InstanceConfig; values: ConfigValues; flags: PushFlags },
): Promise<boolean> {
  const { client, server, values, flags } = parts;
  const changes = changedValues(server.values, values);
  const facts = { config_version: server.version, changes };
  if (changes.length === 0) {
    say(flags, { saved: false, ...facts }, [
      `Nothing to save: the server says what ${file} says (configuration version ${server.version}).`,
    ]);
    return false;
  }
  const acceptBrokenUsers = acceptedUsers(flags.acceptBrokenUsers);
  const request = { client, server, changes, message: flags.message, acceptBrokenUsers };
  const warnings = [
    ...(await checkClaims(file, { client, server, values, changes })),
    ...checkJwtTemplates(file, changes),
  ];
  const isQuiet = flags.json ?? false;
  const difference = differenceText({ server: server.values, file: values, name: file }, changes);
  if (!isQuiet) process.stdout.write([difference, ...warnings.map((line) => `${line}\n`), ''].join('\n'));
  const forecast = flags.forecast === false ? null : await forecastChanges(request, { isQuiet });
  if (!isQuiet) process.stdout.write(shownForecast(forecast));
  if (forecast) requireAcceptedUsers(forecast, acceptBrokenUsers);
  await sendChanges(request, { dryRun: true });
  if (flags.dryRun) {
    say(flags, { saved: false, ...facts, warnings, forecast }, [
      'The server would save this. Nothing was saved: this was a dry run.',
    ]);
    return false;
  }
  if (!flags.yes) await confirm(`Save this for ${server.instanceId} at ${client.serverUrl}?`);
  const { config_version, after } = await sendChanges(request, { dryRun: false });
  const { version } = after.session;
  say(flags, { saved: true, config_version, template_version: version, changes, warnings, forecast }, [
    `Saved as configuration version ${config_version}, template version ${version}; apps see it within 60 seconds.`,
    ...[jwtTemplatesSaved(changes) ?? []].flat(),
  ]);
  return true;
}

/** Throws Complaint when nobody is there to ask, or says no. */
async function confirm(question: string): Promise<void> {
  if (!process.stdin.isTTY)
    throw new Complaint(
      'Nobody is there to ask, so nothing was saved: say --yes to save without a question.',
    );
  const terminal = createInterface({ input: process.stdin, output: process.stderr });
  const answer = await terminal.question(`${question} [y/N] `).finally(() => terminal.close());
  if (!/^y(es)?$/i.test(answer.trim())) throw new Complaint('Nothing was saved.');
}

function say(flags: { json?: boolean }, facts: object, lines: readonly string[]): void {
  process.stdout.write(flags.json ? `${JSON.stringify(facts)}\n` : `${lines.join('\n')}\n`);
}
