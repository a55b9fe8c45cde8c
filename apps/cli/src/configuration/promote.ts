import { Complaint } from '../complaint.ts';
import { CONFLICT } from '../exit-codes.ts';
import { connectToPlatform } from '../platform-client.ts';
import { readConfigFile } from './config-file.ts';
import { readInstanceConfig, requireKnownSettings } from './instance-config.ts';
import { ConfigConflict } from './push-changes.ts';
import { type PushFlags, pushShown } from './push-shown.ts';

/** What each instance has for itself: where its apps are, and whether test addresses work. */
const OWN = ['/allowed_origins', '/redirect_origins', '/test_mode'];

/** Brings what was tried on one instance to another one, of this server or of another; all but what is each one's own. */
export async function promote(file: string, flags: PushFlags): Promise<void> {
  const read = new Map(readConfigFile(file));
  for (const pointer of OWN) read.delete(pointer);
  const client = connectToPlatform(flags);
  const server = await readInstanceConfig(client, flags);
  const values = requireKnownSettings(file, read, server);
  try {
    await pushShown(file, { client, server, values, flags });
  } catch (error) {
    if (!(error instanceof ConfigConflict)) throw error;
    throw new Complaint(
      'Somebody saved at the same moment: nothing was changed. Promote again, and look at what differs now.',
      CONFLICT,
    );
  }
}
