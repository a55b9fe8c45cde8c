/** Claims sets, signing, strict verification and JWK Sets: the only place that makes or parses a JWT. */
export { type Bytes, decodeBase64url, encodeBase64url } from './base64url.ts';
export {
  type Claims,
  type CustomJwtFacts,
  defaultCustomJwtClaims,
  defaultSessionClaims,
  type OrganizationClaim,
  type SessionTokenFacts,
} from './claims.ts';
export { MAX_TOKEN_LENGTH, verifyCompactJws } from './compact-jws.ts';
export { type CustomSigningKey, UnusableSigningKey } from './custom-jwt/custom-signing-key.ts';
export { type SigningAlgorithm, signingAlgorithms } from './custom-jwt/signing-algorithm.ts';
export { type DecodedJwt, decodeJwt } from './decode-jwt.ts';
export {
  createJwksKeySource,
  importJwks,
  type JsonWebKeySet,
  type ParsedJwks,
  parseJwks,
  serializeJwks,
} from './jwk-set.ts';
export {
  createKeySource,
  createSingleKeySource,
  type KeySource,
  type Signer,
  type SyncKeySource,
  type SyncVerifier,
  type Verifier,
} from './key-source.ts';
export {
  areClaimsOmitted,
  ClaimsOmittedError,
  guardClaims,
  namesAskedOfEverything,
  omittedClaimsMarker,
} from './omitted-claims.ts';
export type { ProtectedHeader } from './protected-header.ts';
export { type PublicJwk, publicJwk, readPublicJwk, type UnusableKeyReason } from './public-jwk.ts';
export { createRemoteKeySource, type RemoteKeySourceOptions } from './remote-key-source.ts';
export { type SignJwtOptions, signJwt } from './sign-jwt.ts';
export { type TokenCategory, tokenCategories } from './token-categories.ts';
export type { TokenClass, ValidationOptions } from './validate-claims.ts';
export {
  type PublishedFailureReason,
  publishedFailureReasons,
  type Refused,
  type VerificationFailure,
} from './verification-failure.ts';
export {
  type CustomJwtClaims,
  type HandshakeClaims,
  type SessionClaims,
  type VerifyOptions,
  type VerifyResult,
  type VerifySyncOptions,
  verifyCustomJwt,
  verifyHandshakeToken,
  verifySessionToken,
} from './verify-token.ts';
