import { Type } from '@fastify/type-provider-typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { changeInstanceSettings } from './change-instance-settings.ts';
import { instanceResource } from './instance-resource.ts';

const Changes = Type.Object({
  test_mode: Type.Optional(Type.Union([Type.Boolean(), Type.Null()])),
  allowed_origins: Type.Optional(Type.Union([Type.Array(Type.String({ maxLength: 512 })), Type.Null()])),
});

/** `/instance` (backend-api.md 7.3). A null leaves a setting as it is. */
export function registerInstancesBackendApi(app: ApiInstance, { dependencies }: ApiContext): void {
  app.get('/v1/instance', (request) => instanceResource(request.instance));

  app.patch('/v1/instance', { schema: { body: Changes } }, async (request, reply) => {
    const { test_mode: testMode, allowed_origins: allowedOrigins } = request.body;
    const changes = {
      ...(testMode == null ? {} : { testMode }),
      ...(allowedOrigins == null ? {} : { allowedOrigins }),
    };
    const { instance, actor } = request;
    await dependencies.database.transaction((queries) =>
      changeInstanceSettings(queries, { instance, changes, expectedConfigVersion: null, actor }),
    );
    return reply.code(204).send();
  });
}
