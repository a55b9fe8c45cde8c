/** For Bartleby's framework SDKs. Not for apps: it changes without notice. */
export { applyPendingPolicy, signedOutAuthObject } from '../auth/auth-object.ts';
export { createPathMatcher, normalizePathname } from '../paths/route-matcher.ts';
export { originalUrl } from '../request-state/request-url.ts';
export { debugHeaderNames } from '../wire-names.ts';
export { authFromVerifiedToken } from './auth-from-token.ts';
export { type RedirectTarget, type SignInPages, signInRedirect, signUpRedirect } from './redirect-urls.ts';
export { requestFromNode } from './request-from-node.ts';
export { isSignedText, isSignedTextSync, signText } from './signed-text.ts';
