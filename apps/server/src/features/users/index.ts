// The people of an instance: names, addresses, passwords and metadata. Sessions are not known here.

export { avatarSvg, imageUrlOf } from './avatar.ts';
export { registerUsersBackendApi } from './backend-api.ts';
export { checkPassword } from './check-password.ts';
export { createUser, insertNewUser, newUser, refuseConflicts, type UserInput } from './create-user.ts';
export { deleteUserIn } from './delete-user.ts';
export {
  type EmailAddress,
  type EmailAddressProof,
  maskEmailAddress,
  normalizeEmailAddress,
} from './email-address.ts';
export {
  deleteEmailAddressRow,
  findEmailAddress,
  insertEmailAddress,
  isVerifiedAddressTaken,
  updateEmailAddress,
} from './email-address-store.ts';
export { getUser } from './get-user.ts';
export { type MetadataField, requireMetadata } from './metadata.ts';
export {
  assertAcceptablePassword,
  MAX_PASSWORD_LENGTH,
  MIN_PASSWORD_LENGTH,
  normalizePassword,
} from './password-policy.ts';
export { templateUserData } from './template-user-data.ts';
export { instantOf, requireEmailAddress, requireText, requireUsername } from './text-fields.ts';
export { identifiersOf, type UserUpdate, updateUser } from './update-user.ts';
export { updateUserMetadata } from './update-user-metadata.ts';
export { displayName, type JsonObject, type JsonValue, primaryEmailAddress, type User } from './user.ts';
export { emailAddressResource, publicUserData, userResource } from './user-resource.ts';
export {
  countUsers,
  findUser,
  findUserByVerifiedAddress,
  findUserForUpdate,
  listUsers,
  listUsersAfter,
  USER_ORDERS,
  type UserFilter,
  type UserPage,
} from './user-store.ts';
export { updateLastActive, updateLastSignIn, updateUserFields } from './user-write-store.ts';
