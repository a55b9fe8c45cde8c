import type { Queries } from '../../database/database.ts';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../events/index.ts';
import {
  clearTotp,
  findUserForUpdate,
  removeBackupCodesIn,
  settleSecondFactorsIn,
  type User,
  updatePhoneNumber,
} from '../users/index.ts';
import type { FactorOwner } from './factor-owner.ts';

/** Whose factors a backend takes away. */
export interface FactorRemoval {
  readonly instanceId: string;
  readonly userId: string;
  readonly actor: Actor;
}

/**
 * The signed-in user takes the authenticator app away; with the last second factor the backup codes go too.
 * @throws Refusal totp_not_enabled
 */
export function removeTotp(dependencies: Dependencies, { instance, userId }: FactorOwner): Promise<void> {
  const actor = { type: 'user' as const, id: userId };
  return change(dependencies, { instanceId: instance.id, userId, actor }, async (queries, user, now) => {
    if (!user.totpEnabled) throw new Refusal('totp_not_enabled');
    await removeTotpIn(queries, user, { actor, now });
  });
}

/**
 * Takes a user's authenticator app away, one that is being set up too; nothing happens without one.
 * @throws Refusal resource_not_found
 */
export function removeTotpOfUser(dependencies: Dependencies, removal: FactorRemoval): Promise<void> {
  return change(dependencies, removal, (queries, user, now) =>
    removeTotpIn(queries, user, { actor: removal.actor, now }),
  );
}

/**
 * Takes all of a user's backup codes away; nothing happens without any.
 * @throws Refusal resource_not_found
 */
export function removeBackupCodes(dependencies: Dependencies, removal: FactorRemoval): Promise<void> {
  return change(dependencies, removal, async (queries, user, now) => {
    if ((await removeBackupCodesIn(queries, user, now)) === 0) return;
    await record(queries, user, 'user.backup_codes_removed', removal.actor);
  });
}

/**
 * Takes every second factor of a user away: authenticator app, backup codes, and numbers kept for codes. Numbers
 * stay, for whatever else they are.
 * @throws Refusal resource_not_found
 */
export function removeAllSecondFactors(dependencies: Dependencies, removal: FactorRemoval): Promise<void> {
  return change(dependencies, removal, async (queries, user, now) => {
    const { totpEnabled, backupCodeEnabled, phoneNumbers } = user;
    const reserved = phoneNumbers.filter(({ reservedForSecondFactor }) => reservedForSecondFactor);
    await clearTotp(queries, user, now);
    const plain = { reservedForSecondFactor: false, defaultSecondFactor: false, updatedAt: now };
    for (const number of reserved) await updatePhoneNumber(queries, { ...number, ...plain });
    await settleSecondFactorsIn(queries, { user, after: { totpEnabled: false, phoneNumbers: [] }, now });
    await removeBackupCodesIn(queries, user, now);
    if (totpEnabled || backupCodeEnabled || reserved.length > 0)
      await record(queries, user, 'user.mfa_disabled', removal.actor);
  });
}

async function removeTotpIn(
  queries: Queries,
  user: User,
  { actor, now }: { actor: Actor; now: Date },
): Promise<void> {
  await clearTotp(queries, user, now);
  if (!user.totpEnabled) return;
  await settleSecondFactorsIn(queries, { user, after: { ...user, totpEnabled: false }, now });
  await record(queries, user, 'user.totp_disabled', actor);
}

const record = (queries: Queries, { instanceId, id }: User, type: string, actor: Actor) =>
  recordEvent(queries, instanceId, { type, actor, data: { id } });

/** The user's row is locked: of two removals at once the second sees what the first has left. */
async function change(
  { clock, database }: Dependencies,
  { instanceId, userId }: FactorRemoval,
  write: (queries: Queries, user: User, now: Date) => Promise<void>,
): Promise<void> {
  const now = clock.now();
  await database.transaction(async (queries) => {
    const user = await findUserForUpdate(queries, instanceId, userId);
    if (!user) throw new Refusal('resource_not_found', { param_name: 'user_id' });
    await write(queries, user, now);
  });
}
