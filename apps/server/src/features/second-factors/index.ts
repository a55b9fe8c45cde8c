// Second factors of users: an authenticator app, and backup codes that stand in for it.

export { registerSecondFactorsFrontendApi } from './frontend-api.ts';
export { requireSecondFactor, type SecondFactorStrategy, secondFactorsOf } from './verify-second-factor.ts';
