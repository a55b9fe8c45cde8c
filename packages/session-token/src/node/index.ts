/** Keys, signing and synchronous verification on node:crypto. */
export {
  verifyCustomJwtSync,
  verifyHandshakeTokenSync,
  verifySessionTokenSync,
} from '../verify-token.ts';
export { createCustomJwtSigner } from './custom-jwt-signer.ts';
export { createNodeSigner } from './node-signer.ts';
export { importPublicKey } from './node-verifier.ts';
export { generateSigningKey, jwkThumbprint, publicKeyPem, type SigningKey } from './signing-key.ts';
