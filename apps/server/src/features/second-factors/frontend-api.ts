import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { ApiInstance, FrontendApiContext } from '../../http/api-instance.ts';
import { requireSession } from '../sessions/index.ts';
import { getUser } from '../users/index.ts';
import { confirmTotp, startTotp } from './enrol-totp.ts';
import type { FactorOwner } from './factor-owner.ts';
import { makeBackupCodes } from './make-backup-codes.ts';
import { removeTotp } from './remove-second-factors.ts';
import { backupCodesResource, totpResource } from './second-factor-resource.ts';

const querystring = Type.Object({ _clerk_session_id: Type.Optional(Type.String({ maxLength: 64 })) });
type OwnRequest = FastifyRequest & { query: { _clerk_session_id?: string } };
const Attempt = Type.Object({ code: Type.String({ minLength: 1, maxLength: 64 }) });

/** The signed-in user's own second factors (frontend-api.md 7B). */
export function registerSecondFactorsFrontendApi(app: ApiInstance, context: FrontendApiContext): void {
  const { dependencies, respond } = context;
  const ownerOf = async ({ client, instance, query }: OwnRequest): Promise<FactorOwner> => {
    const session = await requireSession(dependencies, { client, sessionId: query._clerk_session_id });
    return { instance, userId: session.userId };
  };
  const userOf = ({ instance, userId }: FactorOwner) =>
    getUser(dependencies, { instanceId: instance.id, userId });

  app.post('/v1/me/totp', { schema: { querystring } }, async (request) => {
    const owner = await ownerOf(request);
    const enrolment = await startTotp(dependencies, owner);
    const now = dependencies.clock.now();
    return respond.withClient(request, totpResource(await userOf(owner), { now, enrolment }));
  });

  app.post(
    '/v1/me/totp/attempt_verification',
    { schema: { querystring, body: Attempt } },
    async (request) => {
      const owner = await ownerOf(request);
      const { backupCodes } = await confirmTotp(dependencies, { owner, code: request.body.code });
      const now = dependencies.clock.now();
      return respond.withClient(request, totpResource(await userOf(owner), { now, backupCodes }));
    },
  );

  app.delete('/v1/me/totp', { schema: { querystring } }, async (request) => {
    const owner = await ownerOf(request);
    await removeTotp(dependencies, owner);
    const id = owner.userId.replace('user_', 'totp_');
    return respond.withClient(request, { object: 'totp', id, deleted: true });
  });

  app.post('/v1/me/backup_codes', { schema: { querystring } }, async (request) => {
    const owner = await ownerOf(request);
    const codes = await makeBackupCodes(dependencies, owner);
    const user = await userOf(owner);
    return respond.withClient(request, backupCodesResource(user, codes, dependencies.clock.now()));
  });
}
