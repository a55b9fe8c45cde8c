import type { Verifier } from '../key-source.ts';
import { importPublicKey as importWithNode } from '../node/index.ts';
import { importPublicKey as importWithWebCrypto } from '../webcrypto/index.ts';

/** Both faces of the platform's crypto: every vector runs on each. */
export const runtimes = [
  { name: 'node', importPublicKey: async (key: string | object): Promise<Verifier> => importWithNode(key) },
  { name: 'webcrypto', importPublicKey: importWithWebCrypto },
] as const;
