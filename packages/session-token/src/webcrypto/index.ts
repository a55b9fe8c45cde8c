/** Keys, signing and verification on SubtleCrypto: for browsers, workers, Deno, Bun and Node. */
export { createCustomJwtSigner } from './custom-jwt-signer.ts';
export { jwkThumbprint } from './jwk-thumbprint.ts';
export {
  createWebCryptoSigner,
  generateSigningKey,
  type WebCryptoSigningKey,
} from './webcrypto-signer.ts';
export { importPublicKey } from './webcrypto-verifier.ts';
