import { matchesPath, viewerEndpoints } from '@bartleby/api-contract';
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
import { forecastAnswer, heaviestAnswer, refusalOfBrokenUsers } from './fake-forecast.ts';
import {
  createTemplate,
  deleteTemplate,
  listTemplates,
  showTemplate,
  updateTemplate,
} from './fake-jwt-templates.ts';
import { countViolations, patchSchemas } from './fake-metadata-schemas.ts';
import { listOrganizationRoles, patchRoles } from './fake-organization-roles.ts';
import { addConnection, changeConnection, deleteConnection, listConnections } from './fake-social.ts';
import {
  COOKIE_NAME,
  defaultClaimsOf,
  type FakeState,
  HEADER_BYTES,
  templateDataOf,
  userResource,
} from './fake-state.ts';
import {
  changed,
  configOf,
  conflict,
  diffVersions,
  listVersions,
  refusedByTests,
  rollBack,
  saveSource,
  testContext,
} from './fake-template-versions.ts';
import {
  createUser,
  deleteUser,
  listSessions,
  listUsers,
  putMetadata,
  revoke,
  updateUser,
} from './fake-users.ts';

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
  ok({ config_version: String(state.configVersion), config: configOf(state) });

const patchConfig: Answer = (state, { ifMatch, body }) => {
  if (ifMatch !== String(state.configVersion)) return conflict(state);
  if (body.metadata_schemas) return patchSchemas(state, body.metadata_schemas);
  if (body.organizations) return patchRoles(state, body.organizations as Parameters<typeof patchRoles>[1]);
  const session = body.session as {
    claims_source: string;
    message?: string;
    tests?: unknown[];
    accept_broken_users?: number;
  };
  const { claims_source: source, message, tests = state.tests } = session;
  const errors = checkTemplate(source).filter(({ severity }) => severity === 'error');
  if (errors.length > 0)
    return refuse(
      422,
      errors.map(({ code, message: text, pointer }) => ({ code, long_message: text, meta: { pointer } })),
    );
  const accepted = session.accept_broken_users ?? 0;
  const refused = refusedByTests(state, source, tests) ?? refusalOfBrokenUsers(state, source, accepted);
  if (refused) return refused;
  state.acceptedBrokenUsers = accepted;
  saveSource(state, source, message ?? null, tests, accepted || null);
  return changed(state);
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
    roles: state.role === null ? [] : [{ application_id: null, role: state.role }],
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
    (state) =>
      ok(
        state.role === null
          ? []
          : [
              {
                application_id: 'app_1',
                name: 'My application',
                instances: [{ instance_id: 'ins_1', environment_type: 'development', publishable_key: 'pk' }],
              },
            ],
      ),
  ],
  ['GET', new RegExp(`^${BASE}$`), summary],
  ['GET', new RegExp(`^${BASE}/config$`), config],
  ['PATCH', new RegExp(`^${BASE}/config$`), patchConfig],
  ['GET', new RegExp(`^${BASE}/session_token/versions$`), listVersions],
  ['GET', new RegExp(`^${BASE}/session_token/diff$`), diffVersions],
  ['POST', new RegExp(`^${BASE}/session_token/rollback$`), rollBack],
  ['GET', new RegExp(`^${BASE}/session_token/test_context$`), testContext],
  ['GET', new RegExp(`^${BASE}/session_token/template_data$`), templateData],
  ['POST', new RegExp(`^${BASE}/session_token/explain$`), explainToken],
  ['POST', new RegExp(`^${BASE}/session_token/heaviest$`), heaviestAnswer],
  [
    'GET',
    new RegExp(`^${BASE}/session_token/seen_metadata_paths$`),
    (state) => ok({ paths: state.seenMetadataPaths }),
  ],
  [
    'GET',
    new RegExp(`^${BASE}/session_token/overflows$`),
    (state) => ok({ data: state.overflows, more: false }),
  ],
  ['POST', new RegExp(`^${BASE}/config/forecast$`), forecastAnswer],
  ['POST', new RegExp(`^${BASE}/metadata_schemas/violations$`), countViolations],
  ['GET', new RegExp(`^${BASE}/organization_roles$`), listOrganizationRoles],
  ['GET', new RegExp(`^${BASE}/jwt_templates$`), listTemplates],
  ['POST', new RegExp(`^${BASE}/jwt_templates$`), createTemplate],
  ['GET', new RegExp(`^${BASE}/jwt_templates/(\\w+)$`), showTemplate],
  ['PATCH', new RegExp(`^${BASE}/jwt_templates/(\\w+)$`), updateTemplate],
  ['DELETE', new RegExp(`^${BASE}/jwt_templates/(\\w+)$`), deleteTemplate],
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

const NOT_ALLOWED = {
  code: 'not_allowed_access',
  long_message: 'Your role may look, not change: ask an owner.',
};
/** What the contract lets viewers call, and what everybody may. */
function isOpenTo(role: FakeState['role'], { method, path }: FakeCall): boolean {
  if (/^\/(me|applications)/.test(path) && !path.startsWith(`${BASE}`)) return true;
  return (
    role === 'viewer' &&
    viewerEndpoints.some((each) => each.method === method && matchesPath(each.path, `/v1/platform${path}`))
  );
}

/** Answers as the Platform API's contract says. */
export function answerPlatformCall(state: FakeState, call: FakeCall): FakePlatformAnswer {
  const index = state.overrides.findIndex((one) => one.method === call.method && one.path.test(call.path));
  if (index >= 0) return state.overrides.splice(index, 1)[0]!;
  if (state.role !== 'owner' && !isOpenTo(state.role, call)) return refuse(403, [NOT_ALLOWED]);
  for (const [method, path, answer] of ROUTES) {
    const found = path.exec(call.path);
    if (found && method === call.method) return answer(state, call, found);
  }
  return missing;
}
