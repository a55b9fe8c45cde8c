/** For Bartleby's framework SDKs. Not for apps: it changes without notice. */
export { applyPendingPolicy, signedInAuthObject, signedOutAuthObject } from '../auth/auth-object.ts';
