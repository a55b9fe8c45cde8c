/** Session tokens: issued to browsers and backends, previewed for operators, by one rendering. The product. */
export { registerSessionTokensBackendApi } from './backend-api.ts';
export { type ClaimsFingerprint, fingerprintClaims } from './fingerprint/fingerprint-claims.ts';
export { registerSessionTokensFrontendApi } from './frontend-api.ts';
export { issueClientTokens } from './issue-client-tokens.ts';
export { type IssuedToken, issueSessionToken, type TokenRequest } from './issue-session-token.ts';
export { registerSessionTokensPlatformApi } from './platform-api.ts';
export { type PreviewInput, previewSessionToken, type TokenPreview } from './preview-session-token.ts';
export { DEFAULT_LIFETIME_SECONDS, renderSessionToken, sessionCookieName } from './render-session-token.ts';
export { readsOf, tokenMaterial } from './token-material.ts';
export type { SubjectReads } from './token-subject.ts';
export { listTokenUsersAfter, listTokenUsersByIds } from './token-user-store.ts';
