// How a browser becomes a user: what it must give and prove. Ends in a user, a session and a fresh client secret.

export { prepareCompletion, type SignUpStep, storeSignUpStepIn } from './complete-sign-up.ts';
export { createSignUp } from './create-sign-up.ts';
export { describeCurrentSignUp, type SignUpResource } from './describe-current-sign-up.ts';
export { followSignUpLink } from './follow-sign-up-link.ts';
export { registerSignUpsFrontendApi, type SocialSignUps } from './frontend-api.ts';
export type { SignUp } from './sign-up.ts';
export type { SignUpInput } from './sign-up-fields.ts';
export { deleteUnfinishedSignUps, findCurrentSignUp, findWaitingSignUpForUpdate } from './sign-up-store.ts';
export { sweepExpiredSignUps } from './sweep-expired-sign-ups.ts';
export { updateSignUp } from './update-sign-up.ts';
export { withExternalProfile } from './with-external-profile.ts';
