/** Who may sign up and sign in by their address: allowlist, blocklist, no subaddresses; as the instance says. */
export { registerRestrictionsListsBackendApi } from './backend-api.ts';
export { requireAllowedToSignIn, requireAllowedToSignUp } from './require-allowed.ts';
