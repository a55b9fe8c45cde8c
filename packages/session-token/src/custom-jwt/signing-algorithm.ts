/**
 * The algorithms that a custom JWT may be signed with (RFC 7518 section 3.1). Session tokens and handshake tokens
 * are RS256, and nothing else is ever verified here.
 */
export const signingAlgorithms = ['HS256', 'HS384', 'HS512', 'RS256', 'RS384', 'RS512', 'ES256'] as const;

export type SigningAlgorithm = (typeof signingAlgorithms)[number];

/** HMAC with SHA-2, RSASSA-PKCS1-v1_5, or ECDSA on P-256. */
export type SignatureFamily = 'HS' | 'RS' | 'ES';

export const familyOf = (algorithm: SigningAlgorithm): SignatureFamily =>
  algorithm.slice(0, 2) as SignatureFamily;

/** Output of the algorithm's hash, in bits: 256, 384 or 512. */
export const hashBitsOf = (algorithm: SigningAlgorithm): number => Number(algorithm.slice(2));
