import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { recordEvent } from '../events/index.ts';
import {
  displayName,
  findTotp,
  getUser,
  identifierOf,
  TOTP_SECRET_BYTES,
  totpSecretContext,
  totpSecretText,
  totpStepOf,
  totpUri,
  updateTotpSecret,
  updateTotpStep,
} from '../users/index.ts';
import type { FactorOwner } from './factor-owner.ts';
import { makeBackupCodesIn } from './make-backup-codes.ts';

/** An authenticator app's secret, shown once. */
export interface TotpEnrolment {
  readonly secret: string;
  readonly uri: string;
}

/**
 * Begins with an authenticator app: it becomes a second factor with its first right code. An unfinished
 * beginning is forgotten.
 * @throws Refusal feature_not_enabled, totp_already_enabled
 */
export async function startTotp(
  dependencies: Dependencies,
  { instance, userId }: FactorOwner,
): Promise<TotpEnrolment> {
  const { clock, database, encryption, random } = dependencies;
  if (!instance.settings.authenticatorApp) throw new Refusal('feature_not_enabled');
  const user = await getUser(dependencies, { instanceId: instance.id, userId });
  const secret = random.bytes(TOTP_SECRET_BYTES);
  const sealedSecret = Buffer.from(encryption.seal(secret, totpSecretContext(user)));
  if (!(await updateTotpSecret(database.queries, user, { sealedSecret, now: clock.now() })))
    throw new Refusal('totp_already_enabled');
  const names = { issuer: instance.settings.applicationName, label: identifierOf(user) || displayName(user) };
  return { secret: totpSecretText(secret), uri: totpUri(secret, names) };
}

/**
 * Finishes with an authenticator app by its first right code.
 * @returns backup codes, where the instance has them and the user has none; they are shown once
 * @throws Refusal totp_not_started, totp_already_enabled, form_code_incorrect
 */
export async function confirmTotp(
  dependencies: Dependencies,
  { owner, code }: { owner: FactorOwner; code: string },
): Promise<{ backupCodes: string[] | null }> {
  const { clock, database, encryption } = dependencies;
  const { instance, userId } = owner;
  const user = await getUser(dependencies, { instanceId: instance.id, userId });
  const totp = await findTotp(database.queries, user);
  if (!totp) throw new Refusal('verification_missing');
  if (totp.verifiedAt) throw new Refusal('totp_already_enabled');
  const now = clock.now();
  const { sealedSecret } = totp;
  const step = totpStepOf(encryption.open(sealedSecret, totpSecretContext(user)), code.trim(), now);
  if (step === null) throw new Refusal('form_code_incorrect', { param_name: 'code' });
  return database.transaction(async (queries) => {
    if (!(await updateTotpStep(queries, user, { step, sealedSecret, verifiedAt: now })))
      throw new Refusal('totp_already_enabled');
    const actor = { type: 'user' as const, id: userId };
    await recordEvent(queries, instance.id, { type: 'user.totp_enabled', actor, data: { id: userId } });
    const wantsCodes = instance.settings.backupCode && !user.backupCodeEnabled;
    return { backupCodes: wantsCodes ? await makeBackupCodesIn(dependencies, queries, user) : null };
  });
}
