import { expect, it } from 'vitest';
import { createFakeClock } from '../testing/fake-clock.ts';
import { createEncryption, WrongEncryptionKey } from './encryption.ts';
import { createRandom } from './random.ts';

const random = createRandom(createFakeClock());
const encryption = createEncryption(new Uint8Array(32).fill(1), random);
const plain = new TextEncoder().encode('a private key');

it('opens what it sealed, and never seals twice alike', () => {
  const sealed = encryption.seal(plain, 'signing_keys/1');
  expect(new TextDecoder().decode(encryption.open(sealed, 'signing_keys/1'))).toBe('a private key');
  expect(Buffer.from(sealed).includes('private')).toBe(false);
  expect(encryption.seal(plain, 'signing_keys/1')).not.toEqual(sealed);
});

it('refuses another context: a ciphertext cannot be moved to another row', () => {
  const sealed = encryption.seal(plain, 'signing_keys/1');
  expect(() => encryption.open(sealed, 'signing_keys/2')).toThrow();
});

it('refuses every changed byte', () => {
  const sealed = encryption.seal(plain, 'x');
  for (let index = 0; index < sealed.length; index += 1) {
    const changed = Uint8Array.from(sealed);
    changed[index] = changed[index]! ^ 1;
    expect(() => encryption.open(changed, 'x')).toThrow();
  }
  expect(() => encryption.open(sealed.subarray(0, 20), 'x')).toThrow('not a ciphertext of ours');
});

it('tells another key apart from a changed text', () => {
  const other = createEncryption(new Uint8Array(32).fill(2), random);
  expect(() => other.open(encryption.seal(plain, 'x'), 'x')).toThrow(WrongEncryptionKey);
});

it('takes 32 bytes and nothing else', () => {
  expect(() => createEncryption(new Uint8Array(31), random)).toThrow(RangeError);
});
