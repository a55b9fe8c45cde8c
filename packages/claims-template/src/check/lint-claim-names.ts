import type { Finding } from '../diagnostic.ts';
import type { JsonObjectNode } from '../json-text/json-node.ts';
import { pointerTo } from '../json-text/json-pointer.ts';
import { isReservedClaim } from '../shortcode/default-claims.ts';

/**
 * Names that programs ask of any object, to find out what it is: promises, serializers, inspectors, test runners. Our
 * SDKs cannot tell them from an app that reads its claim (`packages/session-token`, which has the same list).
 */
export const probedNames = /^(then|toJSON|constructor|nodeType|tagName|asymmetricMatch|inspect|\$\$.*|@@.*)$/;

/** Whether reading a claim of this name is not refused where the claims were left out of a token. */
export const isProbedName = (name: string): boolean => probedNames.test(name) || name in Object.prototype;

/** Warns of claims of the session token whose absence would go unnoticed. */
export function lintClaimNames({ members }: JsonObjectNode): Finding[] {
  return members
    .filter(({ key }) => isProbedName(key.value) && !isReservedClaim(key.value))
    .map(({ key }) => ({
      code: 'claim_name_probed',
      severity: 'warning',
      message: `Choose another name: programs ask every object for ${JSON.stringify(key.value)}, so where a token came without its claims, reading this one is not refused but finds nothing.`,
      pointer: pointerTo('', key.value),
      range: { from: key.from, to: key.to },
    }));
}
