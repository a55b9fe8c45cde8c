/** The Client as a browser sees it: its sessions with fresh tokens, its sign-in and sign-up; beside every answer. */
export { registerClientsBackendApi } from './backend-api.ts';
export type { ClientResource } from './client-resource.ts';
export { describeClient } from './describe-client.ts';
export { registerClientFrontendApi } from './frontend-api.ts';
export { clientResponder } from './respond-frontend-api.ts';
