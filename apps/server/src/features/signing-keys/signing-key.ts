import type { PublicJwk } from '@bartleby/session-token';

/** `next`: published, not yet signing. `retiring`: not signing any more, still published. `withdrawn`: taken back. */
export type SigningKeyStatus = 'next' | 'active' | 'retiring' | 'retired' | 'withdrawn';

export interface SigningKey {
  /** `kid`. */
  readonly id: string;
  readonly instanceId: string;
  readonly status: SigningKeyStatus;
  readonly publicJwk: PublicJwk;
  readonly createdAt: Date;
  readonly retiringAt: Date | null;
}

/** How long a verifier may keep a JWK Set: our `max-age`, and the published SDKs' five minutes. */
export const JWKS_CACHE_SECONDS = 300;
/** The longest life of a custom JWT is not ours to bound; session tokens live 60 s. */
const LONGEST_TOKEN_SECONDS = 3_600;

/** Verifiers must know these keys. */
export const PUBLISHED: readonly SigningKeyStatus[] = ['active', 'next', 'retiring'];

/** A key may sign once every verifier's cache can hold it. */
export function mayActivate(key: SigningKey, now: Date): boolean {
  return key.status === 'next' && now.getTime() - key.createdAt.getTime() >= JWKS_CACHE_SECONDS * 1_000;
}

/** A retiring key may go once the last token that it signed has ended. */
export function retirableBefore(now: Date): Date {
  return new Date(now.getTime() - (LONGEST_TOKEN_SECONDS + JWKS_CACHE_SECONDS) * 1_000);
}

/** What a sealed private key is bound to: it opens nowhere else. */
export function sealContext(instanceId: string, keyId: string): string {
  return `signing_keys/${instanceId}/${keyId}`;
}
