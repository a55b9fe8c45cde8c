import type { Signer } from '@bartleby/session-token';
import { createCustomJwtSigner } from '@bartleby/session-token/node';
import type { Dependencies } from '../../../dependencies.ts';
import { sealContext } from './jwt-template.ts';
import type { StoredJwtTemplate } from './jwt-template-store.ts';

/**
 * What signs a template's JWTs; null for one that uses the instance's own key. The header's `kid` is the
 * template's id: the key is in no JWK Set, its holder configures it.
 * @throws WrongEncryptionKey when it was sealed under another encryption key
 */
export function customJwtSigner(
  { encryption }: Pick<Dependencies, 'encryption'>,
  instanceId: string,
  template: StoredJwtTemplate,
): Signer | null {
  const { id, signingAlgorithm, sealedSigningKey } = template;
  if (signingAlgorithm === null) return null;
  if (!sealedSigningKey) throw new Error(`the signing key of ${id} is gone`);
  const key = new TextDecoder().decode(encryption.open(sealedSigningKey, sealContext(instanceId, id)));
  return createCustomJwtSigner({ algorithm: signingAlgorithm, key, keyId: id });
}
