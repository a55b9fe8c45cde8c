const rotateLeft = (word: number, bits: number) => (word << bits) | (word >>> (32 - bits));

/** FIPS 180-4 section 5.1.1: the message, a one bit, zeros, and the length in bits, in 64-byte blocks. */
function padded(message: Uint8Array): DataView {
  const blocks = new Uint8Array((((message.length + 8) >> 6) + 1) << 6);
  blocks.set(message);
  blocks[message.length] = 0x80;
  const view = new DataView(blocks.buffer);
  view.setUint32(blocks.length - 4, message.length * 8);
  return view;
}

function round(step: number, b: number, c: number, d: number): number {
  if (step < 20) return ((b & c) | (~b & d)) + 0x5a827999;
  if (step < 40) return (b ^ c ^ d) + 0x6ed9eba1;
  if (step < 60) return ((b & c) | (b & d) | (c & d)) + 0x8f1bbcdc;
  return (b ^ c ^ d) + 0xca62c1d6;
}

/**
 * SHA-1 of a text's UTF-8 bytes, for names only, never for security: the cookie suffix is defined by it
 * (frontend-api 3.3). Written out because `crypto.subtle` is asynchronous and absent on plain http.
 */
export function sha1(text: string): Uint8Array {
  const view = padded(new TextEncoder().encode(text));
  const hash = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476, 0xc3d2e1f0];
  const words = new Int32Array(80);
  for (let offset = 0; offset < view.byteLength; offset += 64) {
    for (let step = 0; step < 16; step++) words[step] = view.getInt32(offset + step * 4);
    for (let step = 16; step < 80; step++)
      words[step] = rotateLeft(
        words[step - 3]! ^ words[step - 8]! ^ words[step - 14]! ^ words[step - 16]!,
        1,
      );
    let [a, b, c, d, e] = hash as [number, number, number, number, number];
    for (let step = 0; step < 80; step++) {
      const next = (rotateLeft(a, 5) + round(step, b, c, d) + e + words[step]!) | 0;
      [e, d, c, b, a] = [d, c, rotateLeft(b, 30), a, next];
    }
    [a, b, c, d, e].forEach((word, index) => {
      hash[index] = (hash[index]! + word) | 0;
    });
  }
  const digest = new DataView(new ArrayBuffer(20));
  hash.forEach((word, index) => {
    digest.setInt32(index * 4, word);
  });
  return new Uint8Array(digest.buffer);
}
