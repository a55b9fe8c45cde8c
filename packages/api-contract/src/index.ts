// The wire: what server, SDKs, Dashboard and CLI agree on. Pure, runs anywhere.

export {
  isAllowedOrigin,
  isAllowedUrl,
  type OriginPattern,
  type OriginPatternResult,
  parseOriginPattern,
} from './allowed-origins.ts';
export { cookieSuffix, cookieSuffixOfDigest } from './cookie-suffix.ts';
export { backendEndpoints } from './endpoints/backend-endpoints.ts';
export type { ApiName, Endpoint, HttpMethod } from './endpoints/endpoint.ts';
export { frontendEndpoints } from './endpoints/frontend-endpoints.ts';
export { isBackendOnlyPath, matchesPath } from './endpoints/match-endpoint.ts';
export { platformEndpoints } from './endpoints/platform-endpoints.ts';
export { viewerEndpoints } from './endpoints/viewer-endpoints.ts';
export {
  type EnvironmentBlock,
  type EnvironmentFacts,
  environmentBlock,
  type Framework,
  frameworks,
} from './environment-block/environment-block.ts';
export type {
  ForecastBucket,
  ForecastChange,
  ForecastChangeKind,
  ForecastErrorLine,
  ForecastLine,
  ForecastOverLimit,
  ForecastProgressLine,
  ForecastResult,
  ForecastSample,
  ForecastSizes,
  ForecastSummary,
  ForecastUser,
} from './forecast-lines.ts';
export { type IdPrefix, idPrefixes, isId, keyPrefixes } from './ids.ts';
export {
  clockSkewBounds,
  instanceAlgorithm,
  isTemplateName,
  type JwtTemplateRequest,
  type JwtTemplateResource,
  lifetimeBounds,
  maxJwtTemplates,
  templateNameRule,
} from './jwt-template-rules.ts';
export type {
  MetadataViolationResource,
  ViolatingUserResource,
  ViolatingUsersResource,
} from './metadata-violations.ts';
export {
  CREATOR_ROLE,
  type DeclaredRole,
  MAX_PERMISSIONS,
  MAX_ROLE_DESCRIPTION,
  MAX_ROLE_NAME,
  MAX_ROLES,
  type OrganizationRoleResource,
  type OrganizationRolesResource,
  permissionKeyProblem,
  roleEntry,
  roleKeyProblem,
} from './organization-roles.ts';
export {
  type EnvironmentType,
  type PublishableKeyResult,
  parsePublishableKey,
  publishableKeyFor,
} from './publishable-key.ts';
export { checkRedirectUrl, type RedirectUrlResult } from './redirect-url.ts';
export { type RefusalCode, refusals } from './refusals/catalogue.ts';
export { type ApiError, apiError, type ErrorEnvelope } from './refusals/error-envelope.ts';
export { lockoutMeta } from './refusals/lockout.ts';
export type { RefusalRow } from './refusals/refusal-row.ts';
export type { ClaimInToken, ClaimOfToken, TokenExplanation } from './token-explanation.ts';
export type { TokenOverflow, TokenOverflows } from './token-overflows.ts';
export {
  type ImportOutcome,
  MAX_IMPORT_RECORDS,
  type OrganizationMembershipRecord,
  type OrganizationRecord,
  type RecordedEmailAddress,
  type RecordedExternalAccount,
  type RecordedPhoneNumber,
  type RecordedVerification,
  type TransferObject,
  type TransferRecord,
  transferObjects,
  type UserRecord,
} from './transfer-records.ts';
export type { MetadataSchemasResource, TypeSourcesResource } from './type-sources.ts';
export { cookieNames, headerNames, queryNames, suffixedCookieName } from './wire-names.ts';
