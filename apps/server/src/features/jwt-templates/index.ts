/** Claims templates: the session token's own, kept as versions that never change. */
export { registerJwtTemplatesPlatformApi } from './platform-api.ts';
export { requireValidTemplate } from './require-valid-template.ts';
export { saveSessionTokenTemplateIn } from './save-session-token-template.ts';
export {
  EMPTY_TEMPLATE_SOURCE,
  type SessionTokenTemplate,
  type TemplateAuthor,
} from './session-token-template.ts';
export { findActiveSessionTokenTemplate as activeSessionTokenTemplate } from './session-token-template-store.ts';
