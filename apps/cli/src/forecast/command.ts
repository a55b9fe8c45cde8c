import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { Complaint } from '../complaint.ts';
import { SOMEONE_DOES_NOT_FIT } from '../exit-codes.ts';
import { connectToInstance } from '../platform-client.ts';
import { ProgressLine } from '../progress-line.ts';
import { addInstanceOptions, type InstanceFlags } from '../server-options.ts';
import { forecastText } from './forecast-text.ts';
import { readForecast } from './read-forecast.ts';

interface ForecastFlags extends InstanceFlags {
  json?: boolean;
}

const HELP = `
The file holds the claims of the session token as they stand in the Dashboard: one JSON object. "-" reads
standard input. Without a file the saved template is weighed as it is. Nothing is saved; Ctrl-C ends it.

Exits 0 when every user's token fits in the cookie, 2 when some would not, 1 when it could not be told.`;

/** `bartleby forecast`: what a draft does to every user's token, before it is saved. */
export function addForecast(program: Command): void {
  const command = program
    .command('forecast')
    .description(
      "render a draft of the session token's claims for every user: sizes, who would not fit, changes",
    )
    .argument('[file]', 'the draft; "-" for standard input; left out: the saved template')
    .option('--json', 'print the result as one line of JSON')
    .addHelpText('after', HELP);
  addInstanceOptions(command);
  command.action(forecast);
}

async function forecast(file: string | undefined, flags: ForecastFlags): Promise<void> {
  const source = file === undefined ? undefined : readDraft(file);
  const { client, path } = await connectToInstance(flags);
  const progress = new ProgressLine(process.stderr, { isQuiet: flags.json ?? false, unit: 'users' });
  let done = 0;
  const result = await readForecast(client, {
    path,
    source,
    onProgress: ({ users_done, users_total }) => {
      progress.advance(users_done - done, { progress: () => users_done / Math.max(1, users_total) });
      done = users_done;
    },
  }).finally(() => progress.clear());
  process.stdout.write(flags.json ? `${JSON.stringify(result)}\n` : forecastText(result));
  if (result.over_limit.users_after > 0) process.exitCode = SOMEONE_DOES_NOT_FIT;
}

function readDraft(file: string): string {
  try {
    return readFileSync(file === '-' ? 0 : file, 'utf8');
  } catch (error) {
    throw new Complaint(`${file} cannot be read: ${error instanceof Error ? error.message : String(error)}.`);
  }
}
