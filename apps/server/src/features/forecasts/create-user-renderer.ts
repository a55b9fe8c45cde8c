import type { CompiledTemplate, RenderedClaims } from '@bartleby/claims-template';
import type { Dependencies } from '../../dependencies.ts';
import { type Instance, longestAllowedOrigin } from '../instances/index.ts';
import { renderSessionToken, tokenMaterial } from '../session-tokens/index.ts';
import { newSession } from '../sessions/index.ts';
import type { User } from '../users/index.ts';

export type RenderForUser = (user: User, template: CompiledTemplate | null) => RenderedClaims;

/**
 * Renders session tokens of many users without issuing one, as if each had signed in now. Same rendering as the
 * token itself; `azp` is as long as the longest origin that the instance allows.
 * @returns for a user and a template the custom claims, and the bytes of the suffixed cookie that would hold them
 */
export async function createUserRenderer(
  dependencies: Dependencies,
  instance: Instance,
): Promise<RenderForUser> {
  const { signer } = await tokenMaterial(dependencies, instance);
  const now = dependencies.clock.now();
  const origin = longestAllowedOrigin(instance);
  const tokenId = dependencies.random.secret(15);
  const about = { instance, userId: '', clientId: null, firstFactorVerifiedAt: now, origin };
  const session = newSession(dependencies, about);
  return (user, template) => {
    const subject = {
      session: { ...session, userId: user.id },
      user,
      instanceVersion: instance.version,
      clientUpdatedAt: null,
      now,
    };
    const { customClaims, size, omitted } = renderSessionToken({
      instance,
      subject,
      material: { template, signer },
      origin,
      tokenId,
    });
    return { claims: customClaims, cookieBytes: omitted?.cookieBytes ?? size.cookieBytes };
  };
}
