/** Session tokens: issued to browsers and backends, previewed for operators, by one rendering. The product. */
export { registerSessionTokensBackendApi } from './backend-api.ts';
export { type CookieWeight, createCookieMeter } from './create-cookie-meter.ts';
export { registerSessionTokensFrontendApi } from './frontend-api.ts';
export { issueClientTokens } from './issue-client-tokens.ts';
export { type IssuedToken, issueSessionToken, type TokenRequest } from './issue-session-token.ts';
export { registerSessionTokensPlatformApi } from './platform-api.ts';
export { type PreviewInput, previewSessionToken, type TokenPreview } from './preview-session-token.ts';
export { DEFAULT_LIFETIME_SECONDS, sessionCookieName } from './render-session-token.ts';
export { countBrokenUsers, weighUsers } from './weigh-users.ts';
