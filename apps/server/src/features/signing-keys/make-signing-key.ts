import type { PublicJwk } from '@bartleby/session-token';
import { generateSigningKey } from '@bartleby/session-token/node';
import type { Dependencies } from '../../dependencies.ts';
import { sealContext } from './signing-key.ts';

export interface SealedSigningKey {
  readonly id: string;
  readonly publicJwk: PublicJwk;
  readonly sealedPrivateKey: Uint8Array;
  readonly createdAt: Date;
}

/** A new key pair, its private half sealed for this instance. Slow: call it before a transaction, not inside. */
export async function makeSigningKey(
  dependencies: Dependencies,
  instanceId: string,
): Promise<SealedSigningKey> {
  const { keyId, privateKeyPem, publicJwk } = await generateSigningKey();
  return {
    id: keyId,
    publicJwk,
    sealedPrivateKey: dependencies.encryption.seal(
      new TextEncoder().encode(privateKeyPem),
      sealContext(instanceId, keyId),
    ),
    createdAt: dependencies.clock.now(),
  };
}
