import { defaultSessionClaims, signJwt, tokenCategories } from '@bartleby/session-token';
import { createNodeSigner, generateSigningKey, type SigningKey } from '@bartleby/session-token/node';

/** A signed token, and the parts that bare `crypto.verify` takes. */
export interface DistinctToken {
  jwt: string;
  subject: string;
  signingInput: Buffer;
  signature: Buffer;
}

export interface TokenMint {
  key: SigningKey;
  issuer: string;
  origin: string;
  /** So many session tokens, none of which was made before: no cache can know one. */
  mint(count: number): Promise<DistinctToken[]>;
}

/** Session tokens with the default claims and the two of the guide, good for ten minutes. */
export async function createTokenMint(): Promise<TokenMint> {
  const key = await generateSigningKey();
  const signer = createNodeSigner(key.privateKeyPem, key.keyId);
  const issuer = 'https://app.localhost:1853';
  const origin = 'http://localhost:3000';
  let made = 0;
  async function mintOne(): Promise<DistinctToken> {
    made += 1;
    const number = String(made).padStart(9, '0');
    const issuedAtSeconds = Math.floor(Date.now() / 1000);
    const subject = `user_000000000000000000${number}`;
    const claims = {
      fullName: 'Ada Lovelace',
      primaryEmail: `ada${number}@example.com`,
      ...defaultSessionClaims({
        azp: origin,
        issuer,
        issuedAtSeconds,
        lifetimeSeconds: 600,
        tokenId: `token${number}`,
        sessionId: `sess_000000000000000000${number}`,
        userId: subject,
        factorVerificationAge: [0, -1],
        status: 'active',
      }),
    };
    const claimsJson = JSON.stringify(claims);
    return take(await signJwt({ claimsJson, category: tokenCategories.session, signer }), subject);
  }
  return {
    key,
    issuer,
    origin,
    mint: (count) => Promise.all(Array.from({ length: count }, mintOne)),
  };
}

function take(jwt: string, subject: string): DistinctToken {
  const dot = jwt.lastIndexOf('.');
  return {
    jwt,
    subject,
    signingInput: Buffer.from(jwt.slice(0, dot)),
    signature: Buffer.from(jwt.slice(dot + 1), 'base64url'),
  };
}
