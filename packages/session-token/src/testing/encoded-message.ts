import { constants, createHash, type KeyObject, privateEncrypt, publicDecrypt } from 'node:crypto';

// The inside of an RSASSA-PKCS1-v1_5 signature (RFC 8017 section 9.2): 00 01 FF … 00 DigestInfo(hash).

/** What the signer raised to the private exponent. */
export const openSignature = (signature: Buffer, publicKey: KeyObject): Buffer =>
  publicDecrypt({ key: publicKey, padding: constants.RSA_NO_PADDING }, signature);

/** The signature whose inside is exactly `encodedMessage`, well formed or not. */
export const sealSignature = (encodedMessage: Buffer, privateKey: KeyObject): Buffer =>
  privateEncrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, encodedMessage);

/**
 * A copy of a mutated encoded message, with the hash of `from` replaced by the hash of `to`. Where the mutation
 * cut or changed the hash itself, its longest intact run is replaced, so that the mutation stays.
 */
export function carryHash(encodedMessage: Buffer, from: string, to: string): Buffer {
  const oldHash = createHash('sha256').update(from).digest();
  const newHash = createHash('sha256').update(to).digest();
  const carried = Buffer.from(encodedMessage);
  for (let length = oldHash.length; length >= 16; length -= 1)
    for (let start = 0; start + length <= oldHash.length; start += 1) {
      const at = encodedMessage.indexOf(oldHash.subarray(start, start + length));
      if (at < 0) continue;
      newHash.copy(carried, at, start, start + length);
      return carried;
    }
  return carried;
}
