// Proving once more who one is, before something that matters (step-up): for apps that ask for it.

export { registerReverificationsFrontendApi } from './frontend-api.ts';
