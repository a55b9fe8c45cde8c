import type { ForecastResult } from '@bartleby/api-contract';
import { brokenUsersComplaint, explainedRefusal } from '../broken-users/accept-broken-users.ts';
import { forecastText } from '../forecast/forecast-text.ts';
import { readForecast } from '../forecast/read-forecast.ts';
import { type PlatformClient, Refused } from '../platform-client.ts';
import { ProgressLine } from '../progress-line.ts';
import { type ChangedValue, CLAIMS, patchOf } from './config-values.ts';
import type { InstanceConfig } from './instance-config.ts';

export interface PushRequest {
  readonly client: PlatformClient;
  readonly server: InstanceConfig;
  readonly changes: readonly ChangedValue[];
  readonly message: string | undefined;
  /** How many users may lose their claims: exactly those that the forecast counts. */
  readonly acceptBrokenUsers: number | undefined;
}

/** What a PATCH of the configuration answers. */
export interface PushedConfig {
  readonly config_version: string;
  readonly after: { readonly session: { readonly version: number } };
}

/** Somebody saved since the version was read; nothing was changed. */
export class ConfigConflict extends Error {}

/** Renders the changed claims for every user; null when the claims stay as they are. */
export async function forecastChanges(
  { client, server, changes }: PushRequest,
  { isQuiet }: { isQuiet: boolean },
): Promise<ForecastResult | null> {
  const source = changes.find(({ pointer }) => pointer === CLAIMS)?.after;
  if (source == null) return null;
  const progress = new ProgressLine(process.stderr, { isQuiet, unit: 'users' });
  let done = 0;
  return readForecast(client, {
    path: server.path,
    source,
    onProgress: ({ users_done, users_total }) => {
      progress.advance(users_done - done, { progress: () => users_done / Math.max(1, users_total) });
      done = users_done;
    },
  }).finally(() => progress.clear());
}

/** Throws Complaint when the forecast breaks users whose number was not said. */
export function requireAcceptedUsers(
  { over_limit: over }: ForecastResult,
  accepted: number | undefined,
): void {
  const { users_after: broken } = over;
  if (broken === 0 || accepted === broken) return;
  throw brokenUsersComplaint(broken, { accepted });
}

export const shownForecast = (forecast: ForecastResult | null): string =>
  forecast === null ? '' : `${forecastText(forecast)}\n`;

/**
 * Sends the changes with `If-Match`, all of them or none.
 * @throws ConfigConflict when somebody was faster; Complaint what the server refused
 */
export async function sendChanges(
  { client, server, changes, message, acceptBrokenUsers }: PushRequest,
  { dryRun }: { dryRun: boolean },
): Promise<PushedConfig> {
  const body = patchOf(changes);
  const session = {
    ...(body.session as object | undefined),
    ...(message !== undefined && { message }),
    ...(acceptBrokenUsers !== undefined && { accept_broken_users: acceptBrokenUsers }),
  };
  // What is deleted was shown before.
  const isDestructive = changes.some(({ after }) => after === null);
  const query = new URLSearchParams({
    ...(dryRun && { dry_run: 'true' }),
    ...(isDestructive && { destructive: 'true' }),
  });
  const path = `${server.path}/config?${query}`;
  try {
    return await client.change<PushedConfig>(
      path,
      Object.keys(session).length > 0 ? { ...body, session } : body,
      { 'if-match': server.version },
    );
  } catch (error) {
    if (error instanceof Refused && error.codes.includes('config_conflict')) throw new ConfigConflict();
    throw explainedRefusal(error, acceptBrokenUsers);
  }
}
