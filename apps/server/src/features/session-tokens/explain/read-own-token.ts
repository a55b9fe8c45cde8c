import { createKeySource, decodeJwt, type SessionClaims, verifySessionToken } from '@bartleby/session-token';
import { importPublicKey } from '@bartleby/session-token/node';
import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import type { Instance } from '../../instances/index.ts';
import { publicKeySet } from '../../signing-keys/index.ts';

/**
 * The claims of a session token that this instance signed, expired or not: signature, class and issuer are
 * verified as of the moment it was issued.
 * @throws Refusal invalid_session_token, saying why, for anything else
 */
export async function readOwnToken(
  dependencies: Dependencies,
  { instance, token }: { instance: Instance; token: string },
): Promise<SessionClaims> {
  const issuedAt = decodeJwt(token)?.claims.iat;
  const { keys } = await publicKeySet(dependencies, instance);
  const verified = await verifySessionToken(token, {
    keys: createKeySource(keys.map((key) => importPublicKey(key))),
    nowSeconds: typeof issuedAt === 'number' ? issuedAt : 0,
    issuer: instance.issuer,
  });
  if (!verified.ok) throw new Refusal('invalid_session_token', { long_message: verified.message });
  return verified.claims;
}
