import { constants, createPrivateKey, sign } from 'node:crypto';
import { ownCpuSeconds } from '../cpu-time.ts';
import type { DistinctToken, TokenMint } from '../verification/distinct-tokens.ts';

/** CPU of one bare RS256 signature with the key parsed once, in milliseconds, over all these tokens' inputs. */
export function measureSignature({ key }: TokenMint, tokens: readonly DistinctToken[]): number {
  const privateKey = {
    key: createPrivateKey(key.privateKeyPem),
    padding: constants.RSA_PKCS1_PADDING,
  };
  const cpu = ownCpuSeconds();
  for (const { signingInput } of tokens) sign('sha256', signingInput, privateKey);
  return ((ownCpuSeconds() - cpu) * 1e3) / tokens.length;
}
