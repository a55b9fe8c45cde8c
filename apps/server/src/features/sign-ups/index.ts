// How a browser becomes a user: what it must give and prove. Ends in a user, a session and a fresh client secret.

export { describeCurrentSignUp, type SignUpResource } from './describe-current-sign-up.ts';
export { followSignUpLink } from './follow-sign-up-link.ts';
export { registerSignUpsFrontendApi } from './frontend-api.ts';
export { sweepExpiredSignUps } from './sweep-expired-sign-ups.ts';
