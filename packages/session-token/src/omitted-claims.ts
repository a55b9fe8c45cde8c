/** The claim by which the server says that a token came without its custom claims, which did not fit (decision 17). */
export const omittedClaimsMarker = '__omitted';

/** The claims that a token has whatever its template says, and what SDKs add. */
const DEFAULT_NAMES: ReadonlySet<string> = new Set([
  ...['act', 'azp', 'exp', 'fea', 'fva', 'iat', 'iss', 'jti', 'nbf', 'o', 'pla', 'sid', 'sts', 'sub', 'v'],
  ...[omittedClaimsMarker, '__raw'],
]);

/** Of version 1 only: a template of ours may have claims of its own by these names. */
const VERSION_1_NAMES: ReadonlySet<string> = new Set(['org_id', 'org_slug', 'org_role', 'org_permissions']);

/** Names that programs ask of any object to find out what it is: promises, serializers, inspectors, test runners. */
export const namesAskedOfEverything =
  /^(then|toJSON|constructor|nodeType|tagName|asymmetricMatch|inspect|\$\$.*|@@.*)$/;

/** A custom claim was read from a token that came without them: its value is not known. */
export class ClaimsOmittedError extends Error {
  override readonly name = 'ClaimsOmittedError';
  readonly code = 'claims_omitted';
  /** The claim that was read. */
  readonly claim: string;

  constructor(claim: string) {
    super(
      `The claim ${JSON.stringify(claim)} is not in this session token: its custom claims did not fit in the cookie, so it came without them (claimsOmitted). On your server read them with \`await auth.fullClaims()\`; make the claims smaller to have them in the token again.`,
    );
    this.claim = claim;
  }
}

/** Whether the custom claims of a token were left out. */
export const areClaimsOmitted = (claims: object): boolean =>
  (claims as Record<string, unknown>)[omittedClaimsMarker] === true;

const guarded = new WeakMap<object, object>();

/** Claims as an app may read them: as they are, or, where the custom ones were left out, so that reading one throws. */
export function guardClaims<T extends object>(claims: T): T {
  if (!areClaimsOmitted(claims)) return claims;
  // The same for the same claims: interfaces draw again when an object is another one.
  const known = guarded.get(claims) as T | undefined;
  if (known) return known;
  const made = refuseOmittedClaims(claims);
  guarded.set(claims, made);
  guarded.set(made, made);
  return made;
}

/**
 * The same claims, but that reading a custom one, or asking with `in` whether it is there, throws: `undefined` would
 * pass for "this user has none". What is there can be listed, copied, serialized and printed as ever.
 */
function refuseOmittedClaims<T extends object>(claims: T): T {
  const isVersion2 = (claims as { v?: unknown }).v === 2;
  const isDefault = (name: string) => DEFAULT_NAMES.has(name) || (!isVersion2 && VERSION_1_NAMES.has(name));
  const refuse = (name: string | symbol) => {
    if (typeof name === 'symbol' || isDefault(name) || name in Object.prototype) return;
    if (!namesAskedOfEverything.test(name)) throw new ClaimsOmittedError(name);
  };
  return new Proxy(claims, {
    get(target, name, receiver) {
      if (!Object.hasOwn(target, name)) refuse(name);
      return Reflect.get(target, name, receiver);
    },
    has(target, name) {
      if (!Object.hasOwn(target, name)) refuse(name);
      return Reflect.has(target, name);
    },
  });
}
