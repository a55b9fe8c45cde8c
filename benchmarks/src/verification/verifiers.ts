import { constants, createPublicKey, verify } from 'node:crypto';
import { verifyToken } from '@bartleby/backend';
import { createKeySource } from '@bartleby/session-token';
import { importPublicKey, verifySessionTokenSync } from '@bartleby/session-token/node';
import { attempt } from '../benchmark-failure.ts';
import type { DistinctToken, TokenMint } from './distinct-tokens.ts';

export interface TokenVerifier {
  name: string;
  /** How many verifications are under way at a time. */
  inFlight: number;
  /** Answers with the token's subject, at once or later; throws or rejects when the token is refused. */
  verify(token: DistinctToken): string | Promise<string>;
}

export const BARE = 'bare crypto.verify';
/** The peers, each a package of this workspace. */
export const peers = ['@clerk/backend', 'jose', 'fast-jwt'] as const;
const TOGETHER = 8;

/**
 * Every verifier with its key parsed once, where it can; all check signature, times and issuer or authorized
 * party, but for the bare one, which checks the signature alone.
 * @throws BenchmarkFailure naming the verifier that could not be loaded.
 */
export async function createVerifiers(mint: TokenMint): Promise<TokenVerifier[]> {
  const clerk = await attempt('The peer @clerk/backend', () => clerkVerifier(mint));
  const jose = await attempt('The peer jose', () => joseVerifier(mint));
  const fastJwt = await attempt('The peer fast-jwt', () => fastJwtVerifier(mint));
  return [
    { name: BARE, inFlight: 1, verify: bareVerifier(mint) },
    { name: '@bartleby/session-token/node', inFlight: 1, verify: sessionTokenVerifier(mint) },
    { name: '@bartleby/backend verifyToken', inFlight: 1, verify: backendVerifier(mint) },
    { name: 'fast-jwt, cache off', inFlight: 1, verify: fastJwt },
    { name: 'jose jwtVerify', inFlight: 1, verify: jose },
    { name: 'jose jwtVerify', inFlight: TOGETHER, verify: jose },
    { name: '@clerk/backend verifyToken', inFlight: 1, verify: clerk },
    { name: '@clerk/backend verifyToken', inFlight: TOGETHER, verify: clerk },
  ];
}

type Verify = TokenVerifier['verify'];

function bareVerifier({ key }: TokenMint): Verify {
  const publicKey = {
    key: createPublicKey(key.publicKeyPem),
    padding: constants.RSA_PKCS1_PADDING,
  };
  return ({ signingInput, signature, subject }) => {
    if (!verify('sha256', signingInput, publicKey, signature)) throw new Error('wrong signature');
    return subject;
  };
}

function sessionTokenVerifier({ key, issuer, origin }: TokenMint): Verify {
  const options = {
    keys: createKeySource([importPublicKey(key.publicJwk)]),
    issuer,
    authorizedParties: [origin],
  };
  return ({ jwt }) => {
    const result = verifySessionTokenSync(jwt, { ...options, nowSeconds: Date.now() / 1000 });
    if (!result.ok) throw new Error(result.message);
    return result.claims.sub;
  };
}

function backendVerifier({ key, issuer, origin }: TokenMint): Verify {
  const options = { jwtKey: key.publicKeyPem, issuer, authorizedParties: [origin] };
  return async ({ jwt }) => (await verifyToken(jwt, options)).sub;
}

/** Its types and ours both declare the global claims interfaces, which one program can hold only once. */
interface ClerkBackend {
  verifyToken(
    token: string,
    options: { jwtKey: string; authorizedParties: string[] },
  ): Promise<{ sub: string }>;
}

async function clerkVerifier({ key, origin }: TokenMint): Promise<Verify> {
  const untyped: string = peers[0];
  const { verifyToken: verifyClerkToken }: ClerkBackend = await import(untyped);
  const options = { jwtKey: key.publicKeyPem, authorizedParties: [origin] };
  return async ({ jwt }) => (await verifyClerkToken(jwt, options)).sub;
}

async function joseVerifier({ key, issuer }: TokenMint): Promise<Verify> {
  const { importSPKI, jwtVerify } = await import('jose');
  const publicKey = await importSPKI(key.publicKeyPem, 'RS256');
  return async ({ jwt }) => {
    const { payload } = await jwtVerify(jwt, publicKey, { issuer, algorithms: ['RS256'] });
    return String(payload.sub);
  };
}

async function fastJwtVerifier({ key, issuer }: TokenMint): Promise<Verify> {
  const { createVerifier } = await import('fast-jwt');
  const verifyFast = createVerifier({
    key: key.publicKeyPem,
    cache: false,
    algorithms: ['RS256'],
    allowedIss: issuer,
  });
  return ({ jwt }) => String((verifyFast(jwt) as { sub?: unknown }).sub);
}
