import { Complaint } from '../complaint.ts';
import { CONFLICT } from '../exit-codes.ts';
import { connectToPlatform } from '../platform-client.ts';
import { findBase, readConfigFile, writeBase } from './config-file.ts';
import type { ConfigValues } from './config-values.ts';
import { type InstanceConfig, readInstanceConfig, requireKnownSettings } from './instance-config.ts';
import { ConfigConflict } from './push-changes.ts';
import { type PushFlags, pushShown } from './push-shown.ts';
import { threeWay, threeWayText } from './three-way.ts';

/** Makes the server say what the file says, unless others' changes would be lost by it. */
export async function push(file: string, flags: PushFlags): Promise<void> {
  const read = readConfigFile(file);
  const client = connectToPlatform(flags);
  const server = await readInstanceConfig(client, flags);
  const values = requireKnownSettings(file, read, server);
  requireMyChangesOnly(file, values, server);
  try {
    const isSaved = await pushShown(file, { client, server, values, flags });
    if (isSaved) writeBase(file, await readInstanceConfig(client, flags));
    else if (!flags.dryRun) writeBase(file, server);
  } catch (error) {
    if (!(error instanceof ConfigConflict)) throw error;
    requireMyChangesOnly(file, values, await readInstanceConfig(client, flags), server.values);
    throw new Complaint('Somebody saved at the same moment: nothing was changed. Push again.', CONFLICT);
  }
}

/**
 * Pushing a file that lacks what others saved since would undo it.
 * @param known what the server had when this command began, where no base was kept
 * @throws Complaint with the three states of everything that changed
 */
function requireMyChangesOnly(
  file: string,
  mine: ConfigValues,
  server: InstanceConfig,
  known?: ConfigValues,
): void {
  const kept = findBase(file);
  if (kept && kept.instance_id !== server.instanceId)
    throw new Complaint(
      `${file} was pulled from ${kept.instance_id}, and this is ${server.instanceId}. To bring settings from one to the other use \`bartleby config promote\`.`,
    );
  const base = kept?.config ?? known;
  if (!base) return;
  const { entries } = threeWay({ base, theirs: server.values, mine });
  if (!entries.some(({ change }) => change === 'theirs' || change === 'conflict')) return;
  throw new Complaint(
    `${threeWayText(entries)}\n\nSomebody saved since ${file} was pulled (configuration version ${server.version} now): nothing was changed. \`bartleby config pull --merge\` takes that in beside your changes.`,
    CONFLICT,
  );
}
