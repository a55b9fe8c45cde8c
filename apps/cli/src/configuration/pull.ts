import type { MergeSide } from '@bartleby/claims-template';
import { Complaint } from '../complaint.ts';
import { CONFLICT } from '../exit-codes.ts';
import { connectToPlatform } from '../platform-client.ts';
import type { InstanceFlags } from '../server-options.ts';
import { baseFileOf, findBase, findConfigFile, writeConfigFile } from './config-file.ts';
import { type ConfigValues, changedValues } from './config-values.ts';
import { type InstanceConfig, readInstanceConfig } from './instance-config.ts';
import { completedJwtTemplates } from './jwt-templates/completed-jwt-templates.ts';
import { threeWay, threeWayText } from './three-way.ts';

export interface PullFlags extends InstanceFlags {
  merge?: boolean;
  take?: string;
  force?: boolean;
}

/** Writes the server's configuration into the file; changes of yours that are nowhere else are never lost silently. */
export async function pull(file: string, flags: PullFlags): Promise<void> {
  const take = sideOf(flags.take);
  const server = await readInstanceConfig(connectToPlatform(flags), flags);
  const found = findConfigFile(file);
  const mine = found && completedJwtTemplates(file, found, server.values);
  const values =
    mine === null || flags.force ? server.values : pulledInto(file, { mine, server, take, flags });
  writeConfigFile(file, values, server);
  const { length: left } = changedValues(server.values, values);
  process.stdout.write(
    `Wrote ${file} (configuration version ${server.version}) and ${baseFileOf(file)}: commit both.\n` +
      (left > 0
        ? `${left} ${left === 1 ? 'setting' : 'settings'} of yours differ: \`bartleby config diff\` shows them.\n`
        : ''),
  );
}

function sideOf(take: string | undefined): MergeSide | undefined {
  if (take === undefined || take === 'mine' || take === 'theirs') return take;
  throw new Complaint('--take is "mine" or "theirs".');
}

function pulledInto(
  file: string,
  parts: { mine: ConfigValues; server: InstanceConfig; take: MergeSide | undefined; flags: PullFlags },
): ConfigValues {
  const { mine, server, take, flags } = parts;
  if (changedValues(server.values, mine).length === 0) return server.values;
  const base = findBase(file);
  if (base?.instance_id === server.instanceId) {
    if (changedValues(base.config, mine).length === 0) return server.values;
    if (flags.merge) return merged(file, { mine, base: base.config, theirs: server.values, take });
  } else if (flags.merge)
    throw new Complaint(
      `${baseFileOf(file)} is missing, or of another instance: without it your changes cannot be told from others'. \`bartleby config diff\` shows what differs.`,
    );
  throw new Complaint(
    `${file} has changes that are not on the server, so nothing was written. --merge takes the server's changes in beside yours, --force throws yours away.`,
  );
}

function merged(
  file: string,
  {
    take,
    ...sides
  }: { mine: ConfigValues; base: ConfigValues; theirs: ConfigValues; take: MergeSide | undefined },
): ConfigValues {
  const { merged: values, entries } = threeWay(sides, take);
  const conflicts = entries.filter(({ change }) => change === 'conflict');
  if (conflicts.length === 0 || take !== undefined) return values;
  throw new Complaint(
    `${threeWayText(conflicts)}\n\nBoth changed this, so ${file} was left as it is. Say whose change stands: --take mine or --take theirs.`,
    CONFLICT,
  );
}
