import type { Bytes } from './base64url.ts';
import type { SigningAlgorithm } from './custom-jwt/signing-algorithm.ts';

/** One public key that checks RS256 signatures. `keyId` is absent for a key given as PEM. */
export interface Verifier {
  readonly keyId?: string | undefined;
  readonly algorithm: 'RS256';
  /** Whether `signature` is this key's RS256 signature of `signingInput`. Never throws. */
  verify(signature: Bytes, signingInput: Bytes): boolean | Promise<boolean>;
}

/** A verifier that answers at once, as `./node` makes them. */
export interface SyncVerifier extends Verifier {
  verify(signature: Bytes, signingInput: Bytes): boolean;
}

/**
 * One private key (or, for HS*, secret) that makes signatures. Session tokens and handshake tokens take RS256
 * only, custom JWTs any of `signingAlgorithms`.
 */
export interface Signer {
  readonly keyId: string;
  readonly algorithm: SigningAlgorithm;
  sign(signingInput: Bytes): Promise<Uint8Array>;
}

/** Finds the key that a token names. A rejected promise means that the keys could not be loaded. */
export interface KeySource {
  find(keyId: string): Verifier | undefined | Promise<Verifier | undefined>;
}

export interface SyncKeySource extends KeySource {
  find(keyId: string): SyncVerifier | undefined;
}

/** A fixed set of keys, looked up by `keyId`; verifiers without one are not found. */
export function createKeySource(verifiers: readonly SyncVerifier[]): SyncKeySource;
export function createKeySource(verifiers: readonly Verifier[]): KeySource;
export function createKeySource(verifiers: readonly Verifier[]): KeySource {
  const byKeyId = new Map<string, Verifier>();
  for (const verifier of verifiers) if (verifier.keyId !== undefined) byKeyId.set(verifier.keyId, verifier);
  return { find: (keyId) => byKeyId.get(keyId) };
}

/** One key for every token, whatever `kid` it names: for a key configured as PEM, which has no id. */
export function createSingleKeySource(verifier: SyncVerifier): SyncKeySource;
export function createSingleKeySource(verifier: Verifier): KeySource;
export function createSingleKeySource(verifier: Verifier): KeySource {
  return { find: () => verifier };
}
