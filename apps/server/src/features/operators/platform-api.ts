import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { addApplication } from './add-application.ts';
import { createOperatorLink } from './create-operator-link.ts';
import { getApplication, listOwnApplications } from './list-applications.ts';
import { applicationResource, operatorResource } from './operator-resource.ts';
import { setFirstPassword } from './set-first-password.ts';
import { operatorsInstance } from './verify-operator.ts';

const ApplicationParams = Type.Object({ application_id: Type.String({ maxLength: 64 }) });
const Password = Type.Object({ password: Type.String({ maxLength: 8192 }) });
const Link = Type.Object({
  email_address: Type.Optional(Type.String({ maxLength: 320 })),
  role: Type.Optional(Type.Union([Type.Literal('owner'), Type.Literal('viewer')])),
});
const NewApplication = Type.Object({ name: Type.String({ minLength: 1, maxLength: 100 }) });
const NoQuery = Type.Object({});
/** Accepted from clients of the published API: secret keys are kept hashed, so none can be included. */
const WithSecretKeys = Type.Object({ include_secret_keys: Type.Optional(Type.Boolean()) });

/** Who administers this server, and what: operators themselves, links into the Dashboard, applications. */
export function registerOperatorsPlatformApi(app: ApiInstance, { dependencies }: ApiContext): void {
  const config = { operator: 'any' } as const;
  const path = '/v1/platform';

  app.get(`${path}/me`, { config, schema: { querystring: NoQuery } }, async ({ operator }) =>
    operatorResource(operator),
  );

  app.post(`${path}/me/password`, { config, schema: { body: Password } }, async ({ operator, body }) =>
    operatorResource(await setFirstPassword(dependencies, { operator, password: body.password })),
  );

  app.post(`${path}/operators/links`, { schema: { body: Link } }, async ({ actor, body }) => {
    const { url, expiresAt } = await createOperatorLink(dependencies, {
      operators: await operatorsInstance(dependencies),
      actor,
      emailAddress: body.email_address,
      role: body.role,
    });
    return { url, expires_at: expiresAt.getTime() };
  });

  app.get(`${path}/applications`, { config, schema: { querystring: WithSecretKeys } }, async ({ operator }) =>
    (await listOwnApplications(dependencies, operator)).map((application) =>
      applicationResource(application),
    ),
  );

  app.post(
    `${path}/applications`,
    { schema: { body: NewApplication, querystring: NoQuery } },
    async ({ actor, body }) => {
      const { application, secretKey } = await addApplication(dependencies, { name: body.name, actor });
      return applicationResource(application, secretKey);
    },
  );

  app.get(
    `${path}/applications/:application_id`,
    { schema: { params: ApplicationParams, querystring: WithSecretKeys } },
    async ({ params }) => applicationResource(await getApplication(dependencies, params.application_id)),
  );
}
