/** Keys that sign tokens: next → active → retiring → retired, or withdrawn; private halves sealed, public ones published. */
export { activeSigner } from './active-signer.ts';
export { registerSigningKeysBackendApi } from './backend-api.ts';
export { registerDiscoveryApi } from './discovery-api.ts';
export { prepareSigningKey } from './prepare-signing-key.ts';
export { type PublicKeySet, publicKeySet } from './public-key-set.ts';
export { activateNextKey, publishNextKey, retireEndedKeys, withdrawKey } from './rotate-signing-key.ts';
export type { SigningKey, SigningKeyStatus } from './signing-key.ts';
export { listSigningKeys } from './signing-key-store.ts';
