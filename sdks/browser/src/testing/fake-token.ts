import { defaultSessionClaims, signJwt, tokenCategories } from '@bartleby/session-token';

/** A session token as the server makes them but for the signature, which browsers do not check. */
export function fakeToken(facts: {
  sessionId: string;
  userId: string;
  issuer: string;
  issuedAtSeconds: number;
  lifetimeSeconds?: number;
  custom?: Readonly<Record<string, unknown>>;
  oiat?: number;
}): Promise<string> {
  const claims = defaultSessionClaims({
    ...facts,
    tokenId: `${facts.issuedAtSeconds}-${Math.round(performance.now() * 1000)}`,
    factorVerificationAge: [0, -1],
    status: 'active',
  });
  return signJwt({
    claimsJson: JSON.stringify({ ...facts.custom, ...claims }),
    category: tokenCategories.session,
    originalIssuedAtSeconds: facts.oiat ?? facts.issuedAtSeconds,
    signer: { keyId: 'fake', algorithm: 'RS256', sign: async () => new Uint8Array(256) },
  });
}
