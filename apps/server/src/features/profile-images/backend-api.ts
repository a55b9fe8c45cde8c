import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { addFileParsers, type FileBody } from '../../http/uploads/multipart-file.ts';
import { userResource } from '../users/index.ts';
import { MAX_UPLOAD_BYTES } from './profile-image.ts';
import { removeProfileImage } from './remove-profile-image.ts';
import { setProfileImage } from './set-profile-image.ts';

const Params = Type.Object({ user_id: Type.String({ maxLength: 64 }) });
const url = '/v1/users/:user_id/profile_image';

/** Anybody's picture, for servers (backend-api.md 6.7). */
export function registerProfileImagesBackendApi(app: ApiInstance, { dependencies }: ApiContext): void {
  app.register(async (plugin) => {
    const scope = plugin as unknown as ApiInstance;
    addFileParsers(scope, { name: 'file' });
    scope.post(
      url,
      { schema: { params: Params }, bodyLimit: MAX_UPLOAD_BYTES + 65_536 },
      async ({ instance, actor, params, body }) => {
        const upload = (body as Partial<FileBody>).file ?? null;
        const input = { instanceId: instance.id, userId: params.user_id, actor, upload };
        const now = dependencies.clock.now();
        return userResource(await setProfileImage(dependencies, input), {
          instance,
          forFrontend: false,
          now,
        });
      },
    );
  });

  app.delete(url, { schema: { params: Params } }, async ({ instance, actor, params }) => {
    const input = { instanceId: instance.id, userId: params.user_id, actor };
    const { user } = await removeProfileImage(dependencies, input);
    return userResource(user, { instance, forFrontend: false, now: dependencies.clock.now() });
  });
}
