/** Claims templates: the session token's own, kept as versions that never change. */
export type { SessionTokenTemplate } from './session-token-template.ts';
export { findActiveSessionTokenTemplate as activeSessionTokenTemplate } from './session-token-template-store.ts';
