/** Claims templates: the session token's own, and named ones for custom JWTs; kept as versions that never change. */
export { registerJwtTemplatesBackendApi } from './backend-api.ts';
export { expectedVersion } from './expected-version.ts';
export { getSessionTokenTemplate } from './get-session-token-template.ts';
export { applyJwtTemplateChangesIn } from './named/configured/apply-jwt-template-changes.ts';
export {
  type JwtTemplateChange,
  planJwtTemplateChanges,
  type WantedJwtTemplate,
} from './named/configured/plan-jwt-template-changes.ts';
export { customJwtSigner } from './named/custom-jwt-signer.ts';
export type { JwtTemplate } from './named/jwt-template.ts';
export { findJwtTemplateByName, listJwtTemplates } from './named/jwt-template-store.ts';
export { registerJwtTemplatesPlatformApi } from './platform-api.ts';
export { requireValidTemplate } from './require-valid-template.ts';
export { saveSessionTokenTemplateIn } from './save-session-token-template.ts';
export {
  EMPTY_TEMPLATE_SOURCE,
  NO_TESTS,
  type SessionTokenTemplate,
  type TemplateAuthor,
} from './session-token-template.ts';
export { findActiveSessionTokenTemplate as activeSessionTokenTemplate } from './session-token-template-store.ts';
export { templateVersionResource } from './template-version-resource.ts';
export { templatesWhenIssued } from './templates-when-issued.ts';
