// Signing in, signing up and connecting accounts with other providers: what follows from what a provider said.

export { registerExternalAccountsFrontendApi } from './accounts-frontend-api.ts';
export { registerSocialSignInsBackendApi } from './backend-api.ts';
export { registerCallbackFrontendApi } from './callback-frontend-api.ts';
export { socialSteps } from './social-steps.ts';
