import { type Claims, defaultSessionClaims, signJwt, tokenCategories } from '@bartleby/session-token';
import { createNodeSigner, generateSigningKey, type SigningKey } from '@bartleby/session-token/node';

export const KEY_HOST = 'app.localhost:1853';
export const ISSUER = `https://${KEY_HOST}`;
export const TEST_PUBLISHABLE_KEY = `pk_test_${btoa(`${KEY_HOST}$`)}`;
export const LIVE_PUBLISHABLE_KEY = `pk_live_${btoa('clerk.example.test$')}`;
export const SECRET_KEY = 'sk_test_secret';

export const newSigningKey = (): Promise<SigningKey> => generateSigningKey();

/** A token of any claims and category, really signed. */
export const signTestToken = (
  key: SigningKey,
  claims: Claims,
  category: 'session' | 'customJwt' | 'machine' = 'session',
  keyId = key.keyId,
): Promise<string> =>
  signJwt({
    claimsJson: JSON.stringify(claims),
    category: tokenCategories[category],
    signer: createNodeSigner(key.privateKeyPem, keyId),
  });

/** The claims of a session token issued `ageSeconds` ago, good for 60 seconds. */
export const sessionClaims = (nowSeconds: number, ageSeconds = 0, extra: Claims = {}): Claims => ({
  ...extra,
  ...defaultSessionClaims({
    issuer: ISSUER,
    issuedAtSeconds: nowSeconds - ageSeconds,
    tokenId: 'jti',
    sessionId: 'sess_1',
    userId: 'user_1',
    factorVerificationAge: [0, -1],
    status: 'active',
    azp: 'http://localhost:3000',
  }),
  ...extra,
});
