// Second factors of users: an authenticator app, and backup codes that stand in for it.

export { registerSecondFactorsBackendApi } from './backend-api.ts';
export { registerSecondFactorsFrontendApi } from './frontend-api.ts';
export { requireSecondFactor, type SecondFactorStrategy, secondFactorsOf } from './verify-second-factor.ts';
