import { Type } from 'typebox';
import type { ApiInstance } from '../../http/api-instance.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { avatarSvg } from '../users/index.ts';

const Params = Type.Object({ name: Type.String({ maxLength: 64 }) });

/** The pictures made for users without one; their address holds everything they show. */
export function registerAvatarsFrontendApi(app: ApiInstance): void {
  app.get('/v1/avatar_placeholders/:name', { schema: { params: Params } }, async (request, reply) => {
    const { name } = request.params;
    const svg = name.endsWith('.svg') ? avatarSvg(name.slice(0, -'.svg'.length)) : null;
    if (svg === null) throw new Refusal('resource_not_found');
    return reply
      .type('image/svg+xml')
      .header('cache-control', 'public, max-age=31536000, immutable')
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('cross-origin-resource-policy', 'cross-origin')
      .send(svg);
  });
}
