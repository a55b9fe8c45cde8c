import { encodeBase64url } from './base64url.ts';
import { MAX_TOKEN_LENGTH } from './compact-jws.ts';
import type { Signer } from './key-source.ts';
import { isNumericDate } from './numeric-date.ts';
import { ALGORITHM, MAX_KEY_ID_LENGTH } from './protected-header.ts';
import { parseStrictJsonObject } from './strict-json.ts';
import { type TokenCategory, tokenCategories } from './token-categories.ts';

export interface SignJwtOptions {
  /** The claims set as JSON text. Its bytes go into the token as they are. */
  claimsJson: string;
  category: TokenCategory;
  /** Header `oiat`: when the claims were assembled, whole seconds since 1970. */
  originalIssuedAtSeconds?: number | undefined;
  signer: Signer;
}

const utf8 = new TextEncoder();

/**
 * Makes a JWT (RFC 7515 section 7.1) with the protected header `alg cat kid oiat? typ`.
 * @throws TypeError when `claimsJson` is not a JSON object that our own verifier would read (equal names, depth
 * over 32, lone surrogates), a header value is out of range, or the signer's algorithm is not RS256 and the token
 * no custom JWT; RangeError when the token exceeds 16,384 characters.
 */
export async function signJwt(options: SignJwtOptions): Promise<string> {
  const { claimsJson, category, originalIssuedAtSeconds, signer } = options;
  if (parseStrictJsonObject(claimsJson) === null)
    throw new TypeError(
      'claimsJson must be one JSON object with unique names, at most 32 levels deep, without lone surrogates.',
    );
  if (originalIssuedAtSeconds !== undefined && !isNumericDate(originalIssuedAtSeconds))
    throw new TypeError('originalIssuedAtSeconds must be seconds since 1970, up to the year 9999.');
  if (signer.keyId === '' || signer.keyId.length > MAX_KEY_ID_LENGTH)
    throw new TypeError(`The key id of the signer must have 1 to ${MAX_KEY_ID_LENGTH} characters.`);
  if (signer.algorithm !== ALGORITHM && category !== tokenCategories.customJwt)
    throw new TypeError(`Only custom JWTs may be signed with ${signer.algorithm}; all else is ${ALGORITHM}.`);
  const header = {
    alg: signer.algorithm,
    cat: category,
    kid: signer.keyId,
    ...(originalIssuedAtSeconds === undefined ? {} : { oiat: originalIssuedAtSeconds }),
    typ: 'JWT',
  };
  const signingInput = `${encodeText(JSON.stringify(header))}.${encodeText(claimsJson)}`;
  // 4 characters carry 3 bytes; a signature of a 2048-bit key takes 342. Refuse before spending the signature.
  if (signingInput.length + 343 > MAX_TOKEN_LENGTH) throw tooLong();
  const signature = await signer.sign(utf8.encode(signingInput));
  const token = `${signingInput}.${encodeBase64url(signature)}`;
  if (token.length > MAX_TOKEN_LENGTH) throw tooLong();
  return token;
}

const encodeText = (text: string) => encodeBase64url(utf8.encode(text));

const tooLong = () =>
  new RangeError(`The token would be longer than ${MAX_TOKEN_LENGTH} characters. Put less into its claims.`);
