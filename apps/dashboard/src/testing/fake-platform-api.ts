import { checkTemplate } from '@bartleby/claims-template';
import {
  type Answer,
  AT,
  type FakeCall,
  type FakePlatformAnswer,
  missing,
  ok,
  refuse,
  withUser,
} from './fake-call.ts';
import { explainToken } from './fake-explanation.ts';
import {
  COOKIE_NAME,
  forecastAnswer,
  HEADER_BYTES,
  heaviestAnswer,
  refusalOfBrokenUsers,
} from './fake-forecast.ts';
import { addConnection, changeConnection, deleteConnection, listConnections } from './fake-social.ts';
import { defaultClaimsOf, type FakeState, templateDataOf, userResource } from './fake-state.ts';
import {
  createUser,
  deleteUser,
  listSessions,
  listUsers,
  putMetadata,
  revoke,
  updateUser,
} from './fake-users.ts';

export { COOKIE_NAME, HEADER_BYTES };

const BASE = '/applications/app_1/instances/ins_1';

const summary: Answer = (state) =>
  ok({
    instance_id: 'ins_1',
    slug: 'app',
    environment_type: 'development',
    publishable_key: 'pk_test_YXBwLmxvY2FsaG9zdDoxODUzJA',
    frontend_api_url: 'http://localhost:1853/i/app',
    issuer: 'https://app.localhost:1853',
    jwks_url: 'http://localhost:1853/i/app/.well-known/jwks.json',
    application_name: 'My application',
    version: 1,
    config_version: String(state.configVersion),
    user_count: state.users.length,
  });

const config: Answer = (state) =>
  ok({
    config_version: String(state.configVersion),
    config: {
      session: {
        claims: state.source === null ? null : JSON.parse(state.source),
        claims_source: state.source,
        lifetime_seconds: 60,
        version: state.version || null,
      },
    },
  });

export function saveSource(state: FakeState, source: string, message: string | null = null): void {
  state.source = source;
  state.version += 1;
  state.configVersion += 1;
  state.versions.unshift({ version: state.version, source, message });
}

const patchConfig: Answer = (state, { ifMatch, body }) => {
  if (ifMatch !== String(state.configVersion))
    return refuse(409, [
      {
        code: 'config_conflict',
        long_message: 'Changed meanwhile.',
        meta: { current_version: String(state.configVersion) },
      },
    ]);
  const session = body.session as { claims_source: string; message?: string; accept_broken_users?: number };
  const { claims_source: source, message } = session;
  const errors = checkTemplate(source).filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    return refuse(
      422,
      errors.map(({ code, message: text, pointer }) => ({ code, long_message: text, meta: { pointer } })),
    );
  const accepted = session.accept_broken_users ?? 0;
  const refused = refusalOfBrokenUsers(state, source, accepted);
  if (refused) return refused;
  state.acceptedBrokenUsers = accepted;
  saveSource(state, source, message ?? null);
  return config(state, {} as FakeCall, [] as unknown as RegExpExecArray);
};

const templateData: Answer = (state, { query }) =>
  withUser(state, query.get('user_id'), (user) =>
    ok({
      data: templateDataOf(user),
      default_claims: defaultClaimsOf(user),
      session_id: `sess_${user.id}`,
      cookie_name: COOKIE_NAME,
      header_bytes: HEADER_BYTES,
    }),
  );

const keyResource = (key: FakeState['secretKeys'][number]) => ({
  id: key.id,
  name: key.name,
  prefix: 'sk_test_abcd',
  created_at: AT,
  last_used_at: null,
  revoked_at: key.revoked ? AT : null,
});

const createKey: Answer = (state, { body }) => {
  const key = { id: `key_${state.secretKeys.length + 1}`, name: String(body.name), revoked: false };
  state.secretKeys.push(key);
  return ok({ ...keyResource(key), secret: 'sk_test_shownOnce123' });
};

const mailbox: Answer = (state) =>
  ok({
    data: state.mails.map((mail) => ({ ...mail, created_at: AT })),
    total_count: state.mails.length,
    smtp: state.smtp,
  });

const operator: Answer = (state) =>
  ok({
    id: 'user_op',
    email_address: 'ops@example.com',
    name: 'Olga Operator',
    roles: ['owner'],
    has_password: state.hasPassword,
  });

const BLOCKS = [
  {
    framework: 'nextjs',
    title: 'Next.js',
    block: 'BARTLEBY_PUBLISHABLE_KEY=pk_test_1\nBARTLEBY_SECRET_KEY=<your secret key>',
    notes: ['Into .env.local.'],
  },
  { framework: 'express', title: 'Express', block: 'BARTLEBY_SECRET_KEY=<your secret key>', notes: [] },
];

const ROUTES: readonly (readonly [string, RegExp, Answer])[] = [
  ['GET', /^\/me$/, operator],
  [
    'POST',
    /^\/me\/password$/,
    (state, { body }) => {
      state.hasPassword = true;
      state.operatorPassword = String(body.password);
      return ok({});
    },
  ],
  [
    'GET',
    /^\/applications$/,
    () =>
      ok([
        {
          application_id: 'app_1',
          name: 'My application',
          instances: [{ instance_id: 'ins_1', environment_type: 'development', publishable_key: 'pk' }],
        },
      ]),
  ],
  ['GET', new RegExp(`^${BASE}$`), summary],
  ['GET', new RegExp(`^${BASE}/config$`), config],
  ['PATCH', new RegExp(`^${BASE}/config$`), patchConfig],
  [
    'GET',
    new RegExp(`^${BASE}/session_token/versions$`),
    (state) =>
      ok({
        data: state.versions.map((one) => ({
          ...one,
          author: { id: 'user_op', name: 'Olga' },
          created_at: AT,
          active: one.version === state.version,
        })),
        total_count: state.versions.length,
      }),
  ],
  ['GET', new RegExp(`^${BASE}/session_token/template_data$`), templateData],
  ['POST', new RegExp(`^${BASE}/session_token/explain$`), explainToken],
  ['POST', new RegExp(`^${BASE}/session_token/heaviest$`), heaviestAnswer],
  ['POST', new RegExp(`^${BASE}/config/forecast$`), forecastAnswer],
  ['GET', new RegExp(`^${BASE}/users$`), listUsers],
  ['POST', new RegExp(`^${BASE}/users$`), createUser],
  [
    'GET',
    new RegExp(`^${BASE}/users/(\\w+)$`),
    (state, _, found) => withUser(state, found[1], (user) => ok(userResource(user))),
  ],
  ['PATCH', new RegExp(`^${BASE}/users/(\\w+)$`), updateUser],
  ['PUT', new RegExp(`^${BASE}/users/(\\w+)/metadata$`), putMetadata],
  ['DELETE', new RegExp(`^${BASE}/users/(\\w+)$`), deleteUser],
  ['GET', new RegExp(`^${BASE}/users/(\\w+)/sessions$`), listSessions],
  ['POST', new RegExp(`^${BASE}/sessions/(\\w+)/revoke$`), revoke],
  [
    'GET',
    new RegExp(`^${BASE}/secret_keys$`),
    (state) => ok({ data: state.secretKeys.map(keyResource), total_count: state.secretKeys.length }),
  ],
  ['POST', new RegExp(`^${BASE}/secret_keys$`), createKey],
  [
    'DELETE',
    new RegExp(`^${BASE}/secret_keys/(\\w+)$`),
    (state, _, found) => {
      for (const key of state.secretKeys) if (key.id === found[1]) key.revoked = true;
      return ok({});
    },
  ],
  ['GET', new RegExp(`^${BASE}/environment_blocks$`), () => ok(BLOCKS)],
  ['GET', new RegExp(`^${BASE}/social_connections$`), listConnections],
  ['POST', new RegExp(`^${BASE}/social_connections$`), addConnection],
  ['PATCH', new RegExp(`^${BASE}/social_connections/(\\w+)$`), changeConnection],
  ['DELETE', new RegExp(`^${BASE}/social_connections/(\\w+)$`), deleteConnection],
  ['GET', new RegExp(`^${BASE}/mailbox$`), mailbox],
  [
    'GET',
    new RegExp(`^${BASE}/mailbox/(\\w+)$`),
    (state, _, found) =>
      ok({
        ...state.mails.find(({ id }) => id === found[1]),
        created_at: AT,
        text: 'Your code is 424242.',
        html: null,
      }),
  ],
];

/** Answers as the Platform API's contract says. */
export function answerPlatformCall(state: FakeState, call: FakeCall): FakePlatformAnswer {
  const index = state.overrides.findIndex((one) => one.method === call.method && one.path.test(call.path));
  if (index >= 0) return state.overrides.splice(index, 1)[0]!;
  for (const [method, path, answer] of ROUTES) {
    const found = path.exec(call.path);
    if (found && method === call.method) return answer(state, call, found);
  }
  return missing;
}
