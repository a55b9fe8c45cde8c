import type { CompiledTemplate } from '@bartleby/claims-template';
import type { Dependencies } from '../../dependencies.ts';
import { allowedOriginsOf, type Instance } from '../instances/index.ts';
import { newSession } from '../sessions/index.ts';
import type { User } from '../users/index.ts';
import { renderSessionToken } from './render-session-token.ts';
import { tokenMaterial } from './token-material.ts';

/** What one user's session cookie would weigh: name and value of the suffixed one. */
export interface CookieWeight {
  readonly cookieBytes: number;
  /** False: browsers would drop it, so the token would lose its custom claims. */
  readonly fits: boolean;
  /** Of a token that does not fit: the claim to shorten. */
  readonly heaviestClaim: string | null;
}

/**
 * Weighs session cookies of many users under one template without issuing a token: for refusing a save that
 * would not fit somebody (DESIGN decision 17). Same rendering as the token itself; `azp` is as long as the
 * longest origin that the instance allows.
 */
export async function createCookieMeter(
  dependencies: Dependencies,
  input: { instance: Instance; template: CompiledTemplate | null },
): Promise<(user: User) => CookieWeight> {
  const { instance, template } = input;
  const { signer } = await tokenMaterial(dependencies, instance);
  const now = dependencies.clock.now();
  const origin = longestOrigin(instance);
  const tokenId = dependencies.random.secret(15);
  return (user) => {
    const { id: userId } = user;
    const about = { instance, userId, clientId: null, firstFactorVerifiedAt: now, origin };
    const session = newSession(dependencies, about);
    const subject = { session, user, instanceVersion: instance.version, clientUpdatedAt: null, now };
    const { size, omitted } = renderSessionToken({
      instance,
      subject,
      material: { template, signer },
      origin,
      tokenId,
    });
    return {
      cookieBytes: omitted?.cookieBytes ?? size.cookieBytes,
      fits: omitted === null,
      heaviestClaim: omitted?.heaviestClaim ?? null,
    };
  };
}

/** Patterns stand for an origin of some length: five digits of port, twenty characters of subdomain. */
function longestOrigin(instance: Instance): string {
  return allowedOriginsOf(instance)
    .map((origin) => origin.replace(/:\*$/, ':65535').replace('*', 'x'.repeat(20)))
    .reduce((longest, origin) => (origin.length > longest.length ? origin : longest), '');
}
