import { isDeepStrictEqual } from 'node:util';
import { Refusal } from '../../runtime/refusal.ts';

interface GivenClaims {
  readonly claims?: unknown;
  readonly claims_source?: string | undefined;
}

/**
 * The text of a template that a body gives as an object (`claims`), as text (`claims_source`), or as both, as GET
 * answers them; undefined when it gives neither.
 * @param before what there is; undefined: no template yet
 * @param path of the template in the body, for refusals
 * @throws Refusal form_conditional_param_disallowed when the two say different things and both are new
 */
export function givenSource(
  { claims, claims_source: source }: GivenClaims,
  before: { readonly claims: unknown; readonly claims_source: string } | undefined,
  path: string,
): string | undefined {
  if (claims === undefined) return source;
  // What GET answered may be sent back with one of the two changed: the other says what is so already.
  if (source === undefined || source === before?.claims_source)
    return before && isDeepStrictEqual(claims, before.claims) ? source : JSON.stringify(claims, null, 2);
  if ((before && isDeepStrictEqual(claims, before.claims)) || saysTheSame(source, claims)) return source;
  throw bothGiven(path);
}

function saysTheSame(source: string, claims: unknown): boolean {
  try {
    return isDeepStrictEqual(JSON.parse(source), claims);
  } catch {
    return false;
  }
}

/** Claims as an object and as text, which say different things. */
export const bothGiven = (path: string): Refusal =>
  new Refusal('form_conditional_param_disallowed', {
    param_name: `${path}.claims_source`,
    reason: 'send the claims as an object (claims) or as text (claims_source), not both',
  });
