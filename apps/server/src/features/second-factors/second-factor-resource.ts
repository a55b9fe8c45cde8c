import type { User } from '../users/index.ts';
import type { TotpEnrolment } from './enrol-totp.ts';

/** An authenticator app on the wire (frontend-api.md 4.5, TOTP): the secret is shown while it is being set up. */
export function totpResource(
  user: Pick<User, 'id' | 'createdAt'>,
  parts: { now: Date; enrolment?: TotpEnrolment; backupCodes?: readonly string[] | null },
) {
  const { now, enrolment, backupCodes } = parts;
  return {
    object: 'totp' as const,
    // A user has one at most.
    id: user.id.replace('user_', 'totp_'),
    secret: enrolment?.secret ?? null,
    uri: enrolment?.uri ?? null,
    verified: enrolment === undefined,
    ...(backupCodes && { backup_codes: backupCodes }),
    created_at: now.getTime(),
    updated_at: now.getTime(),
  };
}

/** Backup codes on the wire (frontend-api.md 4.5, BackupCode). */
export const backupCodesResource = (user: Pick<User, 'id'>, codes: readonly string[], now: Date) => ({
  object: 'backup_code' as const,
  id: user.id.replace('user_', 'bkc_'),
  codes,
  created_at: now.getTime(),
  updated_at: now.getTime(),
});
