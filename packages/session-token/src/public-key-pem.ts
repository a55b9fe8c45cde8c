import type { Bytes } from './base64url.ts';

/**
 * The DER bytes of an SPKI public key in PEM form (RFC 7468 section 13). Forgives what environment variables do to
 * PEM: header and footer missing, line breaks lost or written as \n, blanks around it.
 * @throws TypeError for a private key, a certificate or anything that is not base64.
 */
export function publicKeyPemToDer(pem: string): Bytes {
  const text = pem.replaceAll('\\n', '\n');
  if (text.includes('PRIVATE KEY'))
    throw new TypeError(
      'This is a private key. Configure the public key; keep the private one on the server.',
    );
  const label = /-----BEGIN ([A-Z0-9 ]+)-----/.exec(text)?.[1];
  if (label !== undefined && label !== 'PUBLIC KEY')
    throw new TypeError('This PEM is no SPKI public key: it must begin with "-----BEGIN PUBLIC KEY-----".');
  const base64 = text.replaceAll(/-----(BEGIN|END) PUBLIC KEY-----/g, '').replaceAll(/\s/g, '');
  try {
    return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
  } catch {
    throw new TypeError('This is not a public key in PEM form. Copy it whole, from BEGIN to END.');
  }
}
