import { createHmac, createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { carryHash, openSignature, sealSignature } from './encoded-message.ts';
import { base64url, sessionClaims, sessionHeader } from './raw-token.ts';
import type { WycheproofGroup } from './vectors.ts';

// Most Wycheproof payloads are no claims sets ("foo"), so a JWT verifier refuses them for the wrong reason. Here each
// mutation is done again to a session token with valid claims, whose refusal then says something.

export interface TransposedCase {
  tcId: number;
  comment: string;
  publicJwk: Record<string, unknown>;
  token: string;
  accepted: boolean;
}

/** A valid session token, in parts, for the key of one Wycheproof group. */
interface Base {
  kid: string;
  header: string;
  payload: string;
  signature: Buffer;
  privateKey: KeyObject;
}

type Transposer = (base: Base, comment: string) => string;

/** Length 1 modulo 3, so that the last character has unused bits to misuse. */
const claimsText = (() => {
  const text = JSON.stringify(sessionClaims());
  return text + ' '.repeat((4 - (Buffer.byteLength(text) % 3)) % 3);
})();

function createBase(jwk: Record<string, unknown>, kid: string, headerText?: string): Base {
  const privateKey = createPrivateKey({ key: jwk, format: 'jwk' });
  const header = base64url(headerText ?? JSON.stringify(sessionHeader(kid)));
  const payload = base64url(claimsText);
  return { kid, header, payload, privateKey, signature: signText(`${header}.${payload}`, privateKey) };
}

const signText = (text: string, key: KeyObject, hash = 'sha256') => sign(hash, Buffer.from(text), key);
const join = (header: string, payload: string, signature: Buffer | string) =>
  `${header}.${payload}.${typeof signature === 'string' ? signature : signature.toString('base64url')}`;
const flipFirst = (segment: string) => (segment[0] === 'X' ? 'Y' : 'X') + segment.slice(1);
const publicPem = ({ privateKey }: Base) =>
  createPublicKey(privateKey).export({ format: 'pem', type: 'spki' }).toString();
const withHeader = (base: Base, patch: object) =>
  base64url(JSON.stringify({ ...sessionHeader(base.kid), ...patch }));

/** Signs the parts as they are, after they were mutated. */
const resign = (header: string, payload: string, { privateKey }: Base) =>
  join(header, payload, signText(`${header}.${payload}`, privateKey));

/** Cases about the form of a token, by Wycheproof's name for them. */
const forms: Record<string, Transposer> = {
  rejectsModifiedSignature: (b) => join(b.header, b.payload, flipFirst(b.signature.toString('base64url'))),
  rejectsMissingSignature: (b) => join(b.header, b.payload, ''),
  rejectsMissingSignatureAndSeparator: (b) => `${b.header}.${b.payload}`,
  rejectsModifiedPayload: (b) => join(b.header, flipFirst(b.payload), b.signature),
  rejectsMissingPayload: (b) => join(b.header, '', b.signature),
  rejectsMissingPayloadAndSeparator: (b) => `${b.header}.${b.signature.toString('base64url')}`,
  rejectsModifiedHeader: (b) => join(withHeader(b, { oiat: 1 }), b.payload, b.signature),
  rejectsMissingHeader: (b) => join('', b.payload, b.signature),
  rejectsMissingHeaderAndSeparator: (b) => `${b.payload}.${b.signature.toString('base64url')}`,
  rejectsMissingHeaderAndSignature: (b) => `.${b.payload}.`,
  rejectsMissingHeaderSignatureAndSeparator: (b) => b.payload,
  rejectsEmptyString: () => '',
  rejectsExtraEmptyComponent: (b) => `${join(b.header, b.payload, b.signature)}.`,
  rejectsExtraComponent: (b) => `${join(b.header, b.payload, b.signature)}.${b.payload}`,
  rejectsNoneAlgorithmAndMissingSignature: (b) => join(withHeader(b, { alg: 'none' }), b.payload, ''),
  rejectsValidJsonSerialization: (b) =>
    JSON.stringify({
      payload: b.payload,
      signatures: [{ protected: b.header, signature: b.signature.toString('base64url') }],
    }),
  rejectsSymmetryConfusionAttacks_aesKeyFromEcVerificationKeyBytes: (b) => {
    const header = withHeader(b, { alg: 'HS256' });
    const mac = createHmac('sha256', publicPem(b)).update(`${header}.${b.payload}`).digest();
    return join(header, b.payload, mac);
  },
};

const insertText = (text: string, addition: string) => text.slice(0, -1) + addition + text.slice(-1);
const spoilLastCharacter = (segment: string) =>
  segment.slice(0, -1) + String.fromCharCode(segment.charCodeAt(segment.length - 1) + 1);

/** Cases about base64url and the text of the header, by Wycheproof's test id. */
const spellings: Record<number, Transposer> = {
  360: (b) => join(b.header, b.payload, `    ${b.signature.toString('base64url')}`),
  361: (b) => join(b.header, b.payload, `?${b.signature.toString('base64url')}`),
  362: (b) => join(b.header, b.payload, `${b.signature.toString('base64url')}?`),
  363: (b) => join(b.header, b.payload, `?${b.signature.toString('base64url').slice(1)}`),
  364: (b) => join(b.header, b.payload, `????${b.signature.toString('base64url').slice(4)}`),
  365: (b) => resign(`${b.header}    `, b.payload, b),
  366: (b) => resign(`${b.header}####`, b.payload, b),
  367: (b) => join(b.header, b.payload, `${b.signature.toString('base64url')}==`),
  368: (b) => resign(b.header, `    ${b.payload}`, b),
  369: (b) => resign(b.header, `####${b.payload}`, b),
  370: (b) => resign(b.header, `${b.payload}==`, b),
  371: (b) => resign(b.header, `?${b.payload}`, b),
  372: (b) => join(insertText(b.header, '?'), b.payload, b.signature),
  373: (b) => join(b.header, insertText(b.payload, '?'), b.signature),
  374: (b) => join(b.header, spoilLastCharacter(b.payload), b.signature),
  375: (b) => resign(b.header, spoilLastCharacter(b.payload), b),
};

/** Wycheproof's PSS cases whose mutation is of the signature as a number or as bytes, not of the PSS encoding. */
const numbers: Record<string, (signature: Buffer, modulus: Buffer) => Buffer> = {
  SignatureIs0: () => Buffer.alloc(256),
  SignatureIs1: () => bytesOf(1n, 256),
  SignatureIsNsub1: (_, modulus) => bytesOf(numberOf(modulus) - 1n, 256),
  SignatureIsn: (_, modulus) => modulus,
  SignatureIsnotReduced: (signature, modulus) => bytesOf(numberOf(signature) + numberOf(modulus), 257),
  prependingZerosToSignature: (signature) => Buffer.concat([Buffer.alloc(2), signature]),
  appendingZerosToSignature: (signature) => Buffer.concat([signature, Buffer.alloc(2)]),
  truncatedSignature: (signature) => signature.subarray(0, 254),
};
const numberOf = (bytes: Buffer) => BigInt(`0x${bytes.toString('hex')}`);
const bytesOf = (value: bigint, length: number) =>
  Buffer.from(value.toString(16).padStart(length * 2, '0'), 'hex');

/** Every Wycheproof case of the file that can be carried over to an RS256 session token. */
export function transposeWycheproof(groups: readonly WycheproofGroup[]): TransposedCase[] {
  const rs256 = groups.find((group) => group.tests[0]!.tcId === 33)!;
  const cases: TransposedCase[] = [];
  const seenForms = new Set<string>();
  const seenCases = new Set<string>();
  for (const group of groups)
    for (const { tcId, comment, jws, result } of group.tests) {
      const add = (token: string, accepted = false, publicJwk = rs256.public!) => {
        const key = token + JSON.stringify(publicJwk);
        if (!seenCases.has(key)) cases.push({ tcId, comment, publicJwk, token, accepted });
        seenCases.add(key);
      };
      const base = createBase(rs256.private, String(rs256.public!.kid));
      const form = forms[comment];
      const spelling = spellings[tcId];
      const number = numbers[comment];
      if (form) {
        if (!seenForms.has(comment)) add(form(base, comment));
        seenForms.add(comment);
      } else if (spelling) add(spelling(base, comment));
      else if (number) {
        const modulus = Buffer.from(String(rs256.public!.n), 'base64url');
        add(join(base.header, base.payload, number(base.signature, modulus)));
      } else if (group === rs256 && result === 'invalid') add(carryPadding(String(jws), base));
      else if (group.public?.kty === 'RSA') addForKeyOfGroup(group, String(jws), comment, add);
      else if (tcId === 376 || tcId === 377) add(respellHeader(tcId, rs256), true);
      else if (comment === 'rejectsAttackerProvidedEmbeddedJwk') add(embedAttackersKey(groups, base));
      if (tcId === 33) add(join(base.header, base.payload, base.signature), true);
    }
  return cases;
}

/** A mutation of the PKCS #1 encoding: opened, given the hash of our token, sealed again. */
function carryPadding(jws: string, base: Base): string {
  const [header, payload, signature] = jws.split('.') as [string, string, string];
  const publicKey = createPublicKey(base.privateKey);
  const mutated = openSignature(Buffer.from(signature, 'base64url'), publicKey);
  const carried = carryHash(mutated, `${header}.${payload}`, `${base.header}.${base.payload}`);
  return join(base.header, base.payload, sealSignature(carried, base.privateKey));
}

/** Cases that turn on what the key says it is for, or on an algorithm that is not RS256. */
function addForKeyOfGroup(
  { public: publicJwk, private: privateJwk }: WycheproofGroup,
  jws: string,
  comment: string,
  add: (token: string, accepted: boolean, publicJwk: Record<string, unknown>) => void,
): void {
  const { kty, n, e, kid } = publicJwk!;
  const alg = String(JSON.parse(Buffer.from(jws.split('.')[0]!, 'base64url').toString()).alg);
  const header = JSON.stringify({ ...sessionHeader(String(kid)), alg });
  const base = createBase(privateJwk, String(kid), header);
  // A key without alg, so that it is the token that is refused.
  if (comment === 'algIsNone') add(join(base.header, base.payload, ''), false, { kty, n, e, kid });
  const scheme = comment.startsWith('Using') ? comment.slice('Using'.length) : alg;
  // Mutations inside a PSS encoding have no counterpart in PKCS #1 v1.5.
  if (!scheme.startsWith('RS')) return;
  const signature = signText(`${base.header}.${base.payload}`, base.privateKey, `sha${scheme.slice(2)}`);
  const isRs256 = alg === 'RS256' && scheme === 'RS256';
  const allowsIt = publicJwk!.alg === 'RS256';
  const key = isRs256 ? publicJwk! : { kty, n, e, kid };
  add(join(base.header, base.payload, signature), isRs256 && allowsIt, key);
}

function respellHeader(tcId: number, { private: jwk, public: publicJwk }: WycheproofGroup): string {
  const kid = String(publicJwk!.kid);
  const text = JSON.stringify(sessionHeader(kid));
  const spelled = tcId === 376 ? text.replaceAll(':', ' : ') : text.replaceAll(',', ',\n\t');
  const base = createBase(jwk, kid, spelled);
  return join(base.header, base.payload, base.signature);
}

/** A token signed by another key, which it brings along in its header. */
function embedAttackersKey(groups: readonly WycheproofGroup[], base: Base): string {
  const attacker = groups.find((group) => group.tests[0]!.tcId === 259)!;
  const header = withHeader(base, { jwk: { ...attacker.public, kid: base.kid } });
  const key = createPrivateKey({ key: attacker.private, format: 'jwk' });
  return join(header, base.payload, signText(`${header}.${base.payload}`, key));
}
