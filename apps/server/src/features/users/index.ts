// The people of an instance: names, addresses, passwords and metadata. Sessions are not known here.

export { avatarSvg, imageUrlOf } from './avatar.ts';
export { registerUsersBackendApi } from './backend-api.ts';
export { createUser, type UserInput } from './create-user.ts';
export { deleteUserIn } from './delete-user.ts';
export {
  type EmailAddress,
  type EmailAddressProof,
  maskEmailAddress,
  normalizeEmailAddress,
} from './email-addresses/email-address.ts';
export {
  deleteEmailAddressRow,
  findEmailAddress,
  insertEmailAddress,
  isAddressTaken,
  updateEmailAddress,
} from './email-addresses/email-address-store.ts';
export { getUser } from './get-user.ts';
export { lockoutEnd } from './lockout.ts';
export { type MetadataField, requireMetadata } from './metadata.ts';
export {
  type FieldViolation,
  findMetadataViolations,
  type WrittenMetadata,
} from './metadata-schemas/find-metadata-violations.ts';
export {
  checkWrittenMetadata,
  metadataViolationEvent,
  recordMetadataViolations,
} from './metadata-schemas/written-metadata.ts';
export { insertNewUser, newUser } from './new-user.ts';
export { checkPassword } from './passwords/check-password.ts';
export {
  PASSWORD_HASHERS,
  type PasswordDigest,
  type PasswordHasherName,
} from './passwords/password-digest.ts';
export {
  assertAcceptablePassword,
  MAX_PASSWORD_LENGTH,
  MIN_PASSWORD_LENGTH,
  normalizePassword,
} from './passwords/password-policy.ts';
export { requirePasswordDigest } from './passwords/require-password-digest.ts';
export {
  maskPhoneNumber,
  normalizePhoneNumber,
  type PhoneNumber,
  type PhoneNumberProof,
} from './phone-numbers/phone-number.ts';
export {
  deletePhoneNumberRow,
  findPhoneNumber,
  insertPhoneNumber,
  isPhoneNumberTaken,
  updatePhoneNumber,
} from './phone-numbers/phone-number-store.ts';
export { refuseConflicts } from './refuse-conflicts.ts';
export { acceptBackupCode, acceptTotpCode } from './second-factors/accept-second-factor.ts';
export {
  deleteBackupCodesOfUser,
  insertBackupCodes,
  updateBackupCodeKey,
} from './second-factors/backup-code-store.ts';
export {
  BACKUP_CODE_KEY_BYTES,
  backupCodeKeyContext,
  hashBackupCode,
  isBackupCodeDigest,
  isCheckableBackupCodeDigest,
  MAX_BACKUP_CODE_DIGESTS,
  newBackupCodes,
} from './second-factors/backup-codes.ts';
export { removeBackupCodesIn, settleSecondFactorsIn } from './second-factors/settle-second-factors.ts';
export {
  TOTP_SECRET_BYTES,
  TOTP_SECRET_LIMITS,
  totpSecretContext,
  totpSecretOf,
  totpSecretText,
  totpStepOf,
  totpUri,
} from './second-factors/totp.ts';
export { clearTotp, findTotp, updateTotpSecret, updateTotpStep } from './second-factors/totp-store.ts';
export { templateUserData } from './template-user-data.ts';
export {
  instantOf,
  requireEmailAddress,
  requirePhoneNumber,
  requireText,
  requireUsername,
} from './text-fields.ts';
export { identifiersOf, type UserUpdate, updateUser } from './update-user.ts';
export { updateUserMetadata } from './update-user-metadata.ts';
export {
  BLANK_USER,
  displayName,
  hasPassword,
  hasSecondFactor,
  identifierOf,
  isLocked,
  type JsonObject,
  type JsonValue,
  primaryEmailAddress,
  primaryPhoneNumber,
  type User,
} from './user.ts';
export { countUsers, listUsers, USER_ORDERS, type UserFilter, type UserPage } from './user-list-store.ts';
export { emailAddressResource, phoneNumberResource, publicUserData, userResource } from './user-resource.ts';
export {
  findUser,
  findUserByAddress,
  findUserByPhoneNumber,
  findUserByUsername,
  findUserByVerifiedAddress,
  findUserForUpdate,
  listUsersAfter,
} from './user-store.ts';
export { updateLastActive, updateLastSignIn, updateUserFields } from './user-write-store.ts';
