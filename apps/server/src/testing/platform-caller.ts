import type { LightMyRequestResponse } from 'fastify';
import { getInstance, type Instance, prepareFirstInstances } from '../features/instances/index.ts';
import { prepareFirstOperator, preparePlatformKey } from '../features/operators/index.ts';
import type { RoleGrant } from '../features/operators/operator.ts';
import { insertOperatorRole } from '../features/operators/operator-store.ts';
import { issueSessionToken } from '../features/session-tokens/index.ts';
import type { UserInput } from '../features/users/index.ts';
import type { TestServer } from './create-test-server.ts';
import { type SignedInBrowser, signInTestUser } from './signed-in-browser.ts';

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

export interface PlatformAnswer {
  status: number;
  // biome-ignore lint/suspicious/noExplicitAny: answers are judged by assertions, not by types.
  body: any;
  headers: LightMyRequestResponse['headers'];
}

export interface PlatformCaller {
  operators: Instance;
  /** A platform key: it may do everything. */
  key: string;
  /** With the platform key unless told. `path` after `/v1/platform`. */
  call(
    method: Method,
    path: string,
    body?: object,
    headers?: Record<string, string>,
  ): Promise<PlatformAnswer>;
  /** As `call`, with a path below the test's own instance. */
  onInstance: PlatformCaller['call'];
  /** A signed-in operator with these roles, and the token that calls. */
  signInOperator(
    roles: readonly RoleGrant[],
    input?: UserInput,
  ): Promise<SignedInBrowser & { token: string }>;
}

/** What tests of the Platform API call it with: operators and a platform key of their own. */
export async function createPlatformCaller(server: TestServer): Promise<PlatformCaller> {
  const { dependencies, instance } = server;
  const first = await prepareFirstInstances(dependencies);
  const given = `ak_${dependencies.random.secret()}`;
  await prepareFirstOperator(dependencies, { operators: first.operators });
  await preparePlatformKey(dependencies, { operators: first.operators, given });
  const call: PlatformCaller['call'] = async (method, path, body, headers = {}) => {
    const response = await server.inject({
      method,
      url: `/v1/platform${path}`,
      headers: { host: 'localhost:1853', authorization: `Bearer ${given}`, ...headers },
      ...(body && { payload: body }),
    });
    const { statusCode: status, headers: answered } = response;
    return { status, headers: answered, body: response.body === '' ? null : response.json() };
  };
  const base = `/applications/${instance.applicationId}/instances/${instance.id}`;
  return {
    operators: first.operators,
    key: given,
    call,
    onInstance: (method, path, body, headers) => call(method, base + path, body, headers),
    async signInOperator(roles, input = {}) {
      const operators = await getInstance(dependencies, first.operators.id);
      const emailAddresses = [`${dependencies.random.secret(9).toLowerCase()}@example.com`];
      const browser = await signInTestUser(
        { dependencies, instance: operators },
        { emailAddresses, origin: 'http://localhost:1853', ...input },
      );
      for (const role of roles)
        await insertOperatorRole(dependencies.database.queries, operators.id, {
          ...role,
          userId: browser.user.id,
          createdAt: dependencies.clock.now(),
        });
      const sessionId = browser.session.id;
      const { jwt } = await issueSessionToken(dependencies, {
        instance: await getInstance(dependencies, operators.id),
        sessionId,
      });
      return { ...browser, token: jwt };
    },
  };
}
