// The wire: what server, SDKs, Dashboard and CLI agree on. Pure, runs anywhere.
export { cookieSuffix, cookieSuffixOfDigest } from './cookie-suffix.ts';
export { type IdPrefix, idPrefixes, isId, keyPrefixes } from './ids.ts';
export {
  type EnvironmentType,
  type PublishableKeyResult,
  parsePublishableKey,
  publishableKeyFor,
} from './publishable-key.ts';
export { type RefusalCode, refusals } from './refusals/catalogue.ts';
export { type ApiError, apiError, type ErrorEnvelope } from './refusals/error-envelope.ts';
export type { RefusalRow } from './refusals/refusal-row.ts';
export { cookieNames, headerNames, queryNames, suffixedCookieName } from './wire-names.ts';
