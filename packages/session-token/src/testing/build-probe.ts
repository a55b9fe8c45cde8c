import { constants, createHmac, createPublicKey, type KeyObject, sign } from 'node:crypto';
import type { TokenClass, ValidationOptions } from '../validate-claims.ts';
import { base64url } from './raw-token.ts';

interface Patch {
  set?: Record<string, unknown>;
  remove?: string[];
}

/** A row of `tokenProbes` in conformance/vectors/session-token/claim-probes.json; its README describes the format. */
export interface TokenProbe {
  id: string;
  expect: string;
  class?: TokenClass;
  options?: { [Name in keyof ValidationOptions]?: ValidationOptions[Name] | null };
  header?: Patch;
  headerText?: string;
  headerAppendText?: string;
  headerHex?: string;
  headerPrefixHex?: string;
  claims?: Patch;
  claimsText?: string;
  claimsAppendText?: string;
  claimsHex?: string;
  claimsPrefixHex?: string;
  claimsTextHex?: { replace: [text: string, hex: string] };
  padToLength?: number;
  signature?: string;
  signed?: string;
  compact?: string;
}

export interface ProbeFile {
  nowSeconds: number;
  issuer: string;
  header: Record<string, unknown>;
  claims: Record<string, unknown>;
  tokenProbes: TokenProbe[];
  keyProbes: KeyProbe[];
}

export interface KeyProbe {
  id: string;
  expect: string;
  jwk?: Patch;
  modulusBits?: number;
  modulusPrefix?: string;
  modulusSuffix?: string;
  value?: unknown;
}

export interface ProbeKeys {
  keyId: string;
  privateKey: KeyObject;
  otherPrivateKey: KeyObject;
}

const patched = (defaults: Record<string, unknown>, patch: Patch = {}) => {
  const result = { ...defaults, ...patch.set };
  for (const name of patch.remove ?? []) delete result[name];
  return result;
};

const appended = (json: string, text: string | undefined) =>
  text === undefined ? json : `${json.slice(0, -1)},${text}}`;

/** Fills up with blanks so that the last base64url character has bits to spare. */
const withSpareBits = (bytes: Buffer) =>
  Buffer.concat([bytes, Buffer.from(' '.repeat((4 - (bytes.length % 3)) % 3))]);

const spoilLastCharacter = (segment: string) =>
  segment.slice(0, -1) + String.fromCharCode(segment.charCodeAt(segment.length - 1) + 1);

export function buildToken(probe: TokenProbe, file: ProbeFile, keys: ProbeKeys): string {
  if (probe.padToLength === undefined) return assemble(probe, file, keys, '');
  const empty = assemble(probe, file, keys, '').length;
  let pad = Math.floor(((probe.padToLength - empty) * 3) / 4) - 16;
  while (assemble(probe, file, keys, 'x'.repeat(pad + 1)).length <= probe.padToLength) pad += 1;
  return assemble(probe, file, keys, 'x'.repeat(pad));
}

function assemble(probe: TokenProbe, file: ProbeFile, keys: ProbeKeys, padding: string): string {
  const needsSpareBits = `${probe.signed}`.includes('LooseBits');
  const [headerBytes, claimsBytes] = [buildHeader(probe, file, keys), buildClaims(probe, file, padding)];
  const header = base64url(needsSpareBits ? withSpareBits(headerBytes) : headerBytes);
  const claims = base64url(needsSpareBits ? withSpareBits(claimsBytes) : claimsBytes);
  const fill = (template: string, more: Record<string, string>) =>
    Object.entries({ header, claims, ...more }).reduce(
      (text, [name, value]) => text.replaceAll(`{${name}}`, value),
      template,
    );
  const signingInput = fill(probe.signed ?? '{header}.{claims}', {
    headerLooseBits: spoilLastCharacter(header),
    claimsLooseBits: spoilLastCharacter(claims),
  });
  const signature = makeSignature(probe.signature ?? 'rs256', signingInput, keys);
  const segment = signature.toString('base64url');
  if (probe.compact === undefined) return `${signingInput}.${segment}`;
  return fill(probe.compact, {
    signature: segment,
    signatureStandardAlphabet: signature.toString('base64').replaceAll('=', ''),
    signatureLooseBits: spoilLastCharacter(segment),
    hugePadding: 'A'.repeat(1_000_000),
  });
}

function buildHeader(probe: TokenProbe, file: ProbeFile, keys: ProbeKeys): Buffer {
  if (probe.headerHex !== undefined) return Buffer.from(probe.headerHex, 'hex');
  const otherJwk = createPublicKey(keys.otherPrivateKey).export({ format: 'jwk' });
  const json = JSON.stringify(patched(file.header, probe.header))
    .replace('"{keyId}"', JSON.stringify(keys.keyId))
    .replace('"{otherJwk}"', JSON.stringify({ ...otherJwk, kid: keys.keyId }));
  const text = probe.headerText ?? appended(json, probe.headerAppendText);
  return Buffer.concat([Buffer.from(probe.headerPrefixHex ?? '', 'hex'), Buffer.from(text)]);
}

function buildClaims(probe: TokenProbe, file: ProbeFile, padding: string): Buffer {
  if (probe.claimsHex !== undefined) return Buffer.from(probe.claimsHex, 'hex');
  const claims = patched(file.claims, probe.claims);
  if (padding) claims.padding = padding;
  const text = probe.claimsText ?? appended(JSON.stringify(claims), probe.claimsAppendText);
  const bytes = Buffer.concat([Buffer.from(probe.claimsPrefixHex ?? '', 'hex'), Buffer.from(text)]);
  if (!probe.claimsTextHex) return bytes;
  const [from, hex] = probe.claimsTextHex.replace;
  const at = bytes.indexOf(from);
  const after = bytes.subarray(at + Buffer.byteLength(from));
  return Buffer.concat([bytes.subarray(0, at), Buffer.from(hex, 'hex'), after]);
}

function makeSignature(kind: string, signingInput: string, keys: ProbeKeys): Buffer {
  const input = Buffer.from(signingInput);
  const rs256 = () => sign('sha256', input, keys.privateKey);
  const publicKey = createPublicKey(keys.privateKey);
  const pem = publicKey.export({ format: 'pem', type: 'spki' }).toString();
  const hmac = (secret: string | Buffer) => createHmac('sha256', secret).update(input).digest();
  const jwk = publicKey.export({ format: 'jwk' });
  const kinds: Record<string, () => Buffer> = {
    rs256,
    empty: () => Buffer.alloc(0),
    'other-key': () => sign('sha256', input, keys.otherPrivateKey),
    pss: () => sign('sha256', input, { key: keys.privateKey, padding: constants.RSA_PKCS1_PSS_PADDING }),
    sha1: () => sign('sha1', input, keys.privateKey),
    sha512: () => sign('sha512', input, keys.privateKey),
    truncated: () => rs256().subarray(0, 255),
    doubled: () => Buffer.concat([rs256(), rs256()]),
    'hmac-public-pem': () => hmac(pem),
    'hmac-public-pem-trimmed': () => hmac(pem.trim()),
    'hmac-public-der': () => hmac(publicKey.export({ format: 'der', type: 'spki' })),
    'hmac-public-n': () => hmac(String(jwk.n)),
    'hmac-public-jwk': () => hmac(JSON.stringify(jwk)),
  };
  return kinds[kind]!();
}

/** The JWK of a key probe, made from a good key. */
export function buildJwk(probe: KeyProbe, good: Record<string, unknown>): unknown {
  if ('value' in probe) return probe.value;
  const jwk = patched(good, probe.jwk);
  if (probe.modulusBits !== undefined) jwk.n = base64url(modulusOf(probe.modulusBits));
  jwk.n = `${probe.modulusPrefix ?? ''}${jwk.n}${probe.modulusSuffix ?? ''}`;
  return jwk;
}

/** An odd number of so many bits; whether it is a product of two primes plays no part in reading a key. */
function modulusOf(bits: number): Buffer {
  const bytes = Buffer.alloc(Math.ceil(bits / 8), 0x5b);
  bytes[0] = 1 << ((bits - 1) % 8);
  return bytes;
}
