// How a browser proves who uses it: by password, code, link or ticket. Ends in a session and a fresh client secret.

export { browserOf, knownBrowserOf } from './authenticate-browser.ts';
export { passFirstFactorIn, prepareSignInSession, requireMaySignIn } from './complete-sign-in.ts';
export { describeCurrentSignIn, type SignInResource } from './describe-current-sign-in.ts';
export { checkSignInPassword } from './first-factor/check-sign-in-password.ts';
export { followSignInLink } from './first-factor/follow-sign-in-link.ts';
export { registerSignInsFrontendApi } from './frontend-api.ts';
export { newSignIn } from './new-sign-in.ts';
export type { SignIn } from './sign-in.ts';
export { requireNoSession, type SignInBrowser, type SignInStep } from './sign-in-browser.ts';
export {
  deleteUnfinishedSignIns,
  findCurrentSignIn,
  findWaitingSignInForUpdate,
  insertSignIn,
  updateSignIn,
} from './sign-in-store.ts';
export { type SocialRequest, type SocialSignIns, socialRequestOf } from './social-request.ts';
export { sweepExpiredSignIns } from './sweep-expired-sign-ins.ts';
export { takeTransferableSignInIn } from './take-transferable-sign-in.ts';
