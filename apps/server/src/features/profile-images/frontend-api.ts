import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { ApiInstance, FrontendApiContext } from '../../http/api-instance.ts';
import { addFileParsers, type FileBody } from '../../http/uploads/multipart-file.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { authenticateAccount, SessionQuery } from '../accounts/index.ts';
import { countAttempt, PICTURES_PER_USER } from '../verifications/index.ts';
import { MAX_UPLOAD_BYTES } from './profile-image.ts';
import { profileImageResource } from './profile-image-resource.ts';
import { findProfileImage } from './profile-image-store.ts';
import { removeProfileImage } from './remove-profile-image.ts';
import { setProfileImage } from './set-profile-image.ts';
import { pictureOfOctets } from './uploaded-picture.ts';

const querystring = SessionQuery;
const Params = Type.Object({ image_id: Type.String({ maxLength: 64 }) });
/** A day: a picture never changes under its address, and one that was removed is gone everywhere the day after. */
const CACHE_CONTROL = 'public, max-age=86400, immutable';
/** Base64 makes four bytes of three; then the head of a data URL or the frame of a multipart body. */
const BODY_LIMIT_BYTES = Math.ceil((MAX_UPLOAD_BYTES * 4) / 3) + 65_536;

/** The signed-in user's own picture, and everybody's by its address (frontend-api.md 7B). */
export function registerProfileImagesFrontendApi(app: ApiInstance, context: FrontendApiContext): void {
  const { dependencies, respond } = context;
  registerUpload(app, context);

  app.delete('/v1/me/profile_image', { schema: { querystring } }, async (request) => {
    const { instance, userId } = await authenticateAccount(dependencies, request);
    const actor = { type: 'user' as const, id: userId };
    const { removedId } = await removeProfileImage(dependencies, {
      instanceId: instance.id,
      userId,
      actor,
    });
    if (removedId === null) throw new Refusal('image_not_found');
    return respond.withClient(request, { object: 'image', id: removedId, deleted: true });
  });

  app.get('/v1/images/:image_id', { schema: { params: Params } }, async (request, reply) => {
    const { instance, params } = request;
    const image = await findProfileImage(dependencies.database.queries, instance.id, params.image_id);
    if (!image) throw new Refusal('resource_not_found');
    const etag = `"${image.id}"`;
    reply
      .header('cache-control', CACHE_CONTROL)
      .header('etag', etag)
      .header('content-security-policy', "default-src 'none'; sandbox")
      .header('cross-origin-resource-policy', 'cross-origin');
    if (request.headers['if-none-match'] === etag) return reply.code(304).send();
    return reply.type(image.contentType).send(image.bytes);
  });
}

function registerUpload(app: ApiInstance, { dependencies, respond }: FrontendApiContext): void {
  // Before the body is read: strangers and the impatient cost no megabytes.
  const admit = async (request: FastifyRequest) => {
    const { instance, userId } = await authenticateAccount(dependencies, request as never);
    const attempt = { limit: PICTURES_PER_USER, subject: userId, now: dependencies.clock.now() };
    await countAttempt(dependencies.database.queries, instance.id, attempt);
  };
  app.register(async (plugin) => {
    const scope = plugin as unknown as ApiInstance;
    addFileParsers(scope, { name: 'file', octets: pictureOfOctets });
    scope.post(
      '/v1/me/profile_image',
      { schema: { querystring }, onRequest: admit, bodyLimit: BODY_LIMIT_BYTES },
      async (request) => {
        const { instance, userId } = await authenticateAccount(dependencies, request);
        const user = await setProfileImage(dependencies, {
          instanceId: instance.id,
          userId,
          actor: { type: 'user', id: userId },
          upload: (request.body as Partial<FileBody>).file ?? null,
        });
        return respond.withClient(request, profileImageResource(user, instance));
      },
    );
  });
}
