import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import type { Random } from './random.ts';

const FORMAT = 1;
const KEY_ID_BYTES = 4;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const HEADER_BYTES = 1 + KEY_ID_BYTES + NONCE_BYTES;

/** Encryption of what the database must not show in clear, such as private keys (DESIGN decision 12). */
export interface Encryption {
  /** Ciphertext that opens only with the same `context`, e.g. `signing_keys/private_key/ins_1/key_2`. */
  seal(plain: Uint8Array, context: string): Uint8Array;
  /** The plain bytes. Throws `WrongEncryptionKey` for another key, an `Error` for a changed text or another context. */
  open(sealed: Uint8Array, context: string): Uint8Array;
}

/** The ciphertext was made under another BARTLEBY_ENCRYPTION_KEY. */
export class WrongEncryptionKey extends Error {
  override readonly name = 'WrongEncryptionKey';
}

/**
 * AES-256-GCM. Layout: format (1 byte), key id (first 4 bytes of the key's SHA-256), nonce (12),
 * ciphertext, tag (16); format, key id and context are authenticated.
 * @param key exactly 32 bytes
 */
export function createEncryption(key: Uint8Array, random: Pick<Random, 'bytes'>): Encryption {
  if (key.length !== 32) throw new RangeError('the encryption key must have exactly 32 bytes');
  const keyId = createHash('sha256').update('bartleby key id').update(key).digest().subarray(0, KEY_ID_BYTES);
  const authenticated = (context: string) =>
    Buffer.concat([Buffer.from([FORMAT]), keyId, Buffer.from(context, 'utf8')]);
  return {
    seal(plain, context) {
      const nonce = random.bytes(NONCE_BYTES);
      const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
      cipher.setAAD(authenticated(context));
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return Buffer.concat([Buffer.from([FORMAT]), keyId, nonce, body, cipher.getAuthTag()]);
    },
    open(sealed, context) {
      const bytes = Buffer.from(sealed.buffer, sealed.byteOffset, sealed.byteLength);
      if (bytes.length < HEADER_BYTES + TAG_BYTES || bytes[0] !== FORMAT)
        throw new Error('this is not a ciphertext of ours');
      if (!bytes.subarray(1, 1 + KEY_ID_BYTES).equals(keyId))
        throw new WrongEncryptionKey('sealed under another encryption key');
      const nonce = bytes.subarray(1 + KEY_ID_BYTES, HEADER_BYTES);
      const decipher = createDecipheriv('aes-256-gcm', key, nonce, { authTagLength: TAG_BYTES });
      decipher.setAAD(authenticated(context));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      return Buffer.concat([decipher.update(bytes.subarray(HEADER_BYTES, -TAG_BYTES)), decipher.final()]);
    },
  };
}
