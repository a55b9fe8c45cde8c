// How a browser proves who uses it: by password, code or ticket. Ends in a session and a fresh client secret.

export { browserOf, knownBrowserOf } from './authenticate-browser.ts';
export { checkSignInPassword } from './check-sign-in-password.ts';
export { describeCurrentSignIn, type SignInResource } from './describe-current-sign-in.ts';
export { registerSignInsFrontendApi } from './frontend-api.ts';
export { requireNoSession, type SignInBrowser } from './sign-in-browser.ts';
export { sweepExpiredSignIns } from './sweep-expired-sign-ins.ts';
