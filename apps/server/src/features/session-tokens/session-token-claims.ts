import {
  type CompiledTemplate,
  type JsonObject,
  mergeDefaultClaims,
  omittedClaimsMarker,
  renderTemplate,
  serializeClaims,
  type TemplateData,
  type TokenSize,
  tokenSize,
  utf8Length,
} from '@bartleby/claims-template';

export interface ClaimsInput {
  /** Null: the session token has no claims of its own. */
  readonly template: CompiledTemplate | null;
  readonly data: TemplateData;
  readonly defaultClaims: JsonObject;
  /** UTF-8 bytes of the protected header as JSON. */
  readonly headerBytes: number;
  /** The suffixed cookie, the longer of the two. */
  readonly cookieName: string;
}

export interface SessionTokenClaims {
  /** The claims set as it is signed, byte for byte. */
  readonly claimsJson: string;
  /** What the template gave, also when it was left out of the token. */
  readonly customClaims: JsonObject;
  /** Of this token. */
  readonly size: TokenSize;
  /** Set when the custom claims did not fit in the cookie and were left out, all together. */
  readonly omitted: OmittedClaims | null;
}

export interface OmittedClaims {
  /** Name and value of the cookie that the browser would have dropped. */
  readonly cookieBytes: number;
  readonly heaviestClaim: string;
  readonly heaviestClaimBytes: number;
}

/**
 * The claims of a session token: the template rendered, default claims laid over it last (claims-language 4,
 * R14). The one function behind tokens and previews. A token whose cookie would be over 4,096 bytes, which
 * browsers drop, carries the default claims and the marker claim `__omitted` only (DESIGN decision 17).
 */
export function sessionTokenClaims(input: ClaimsInput): SessionTokenClaims {
  const { template, data, defaultClaims } = input;
  const customClaims = template ? renderTemplate(template, data) : {};
  const claimsJson = serializeClaims(mergeDefaultClaims(customClaims, defaultClaims));
  const size = sizeOf(claimsJson, input);
  if (size.fitsCookie) return { claimsJson, customClaims, size, omitted: null };
  const rest = serializeClaims(mergeDefaultClaims({}, { ...defaultClaims, [omittedClaimsMarker]: true }));
  const omitted = { cookieBytes: size.cookieBytes, ...heaviest(customClaims) };
  return { claimsJson: rest, customClaims, size: sizeOf(rest, input), omitted };
}

function sizeOf(claimsJson: string, { headerBytes, cookieName }: ClaimsInput): TokenSize {
  return tokenSize({ claimsBytes: utf8Length(claimsJson), headerBytes, cookieName });
}

function heaviest(claims: JsonObject): { heaviestClaim: string; heaviestClaimBytes: number } {
  const weights = Object.keys(claims).map((name) => ({
    heaviestClaim: name,
    heaviestClaimBytes: utf8Length(serializeClaims({ [name]: claims[name] ?? null })),
  }));
  const [first = { heaviestClaim: '', heaviestClaimBytes: 0 }, ...others] = weights;
  return others.reduce((a, b) => (b.heaviestClaimBytes > a.heaviestClaimBytes ? b : a), first);
}
