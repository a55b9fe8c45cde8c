import {
  checkTemplateTests,
  compareClaims,
  compareTemplates,
  compileTemplate,
  mergeDefaultClaims,
  renderTemplate,
  runTemplateTests,
  serializeClaims,
  tokenSize,
  utf8Length,
} from '@bartleby/claims-template';
import { type Answer, AT, type FakeCall, type FakePlatformAnswer, missing, ok, refuse } from './fake-call.ts';
import { refusalOfBrokenUsers } from './fake-forecast.ts';
import { COOKIE_NAME, defaultClaimsOf, type FakeState, HEADER_BYTES, templateDataOf } from './fake-state.ts';

type Saved = FakeState['versions'][number];

const versionResource = (state: FakeState, { acceptedBrokenUsers, ...one }: Saved) => ({
  ...one,
  author: { id: 'user_op', name: one.author },
  accepted_broken_users: acceptedBrokenUsers,
  created_at: AT,
  active: one.version === state.version,
});

export const listVersions: Answer = (state, { query }) => {
  const offset = Number(query.get('offset') ?? 0);
  const limit = Number(query.get('limit') ?? 10);
  return ok({
    data: state.versions.slice(offset, offset + limit).map((one) => versionResource(state, one)),
    total_count: state.versions.length,
  });
};

function compiled(source: string) {
  const result = compileTemplate(source, { mode: 'stored' });
  if (!result.ok) throw new Error('no JSON object');
  return result.template;
}

export const diffVersions: Answer = (state, { query }) => {
  const [from, to] = ['from', 'to'].map((name) =>
    state.versions.find(({ version }) => version === Number(query.get(name))),
  );
  if (!from || !to) return missing;
  const [before, after] = [compiled(from.source), compiled(to.source)];
  const user = state.users.find(({ id }) => id === query.get('user_ids'));
  const cookie = (custom: ReturnType<typeof renderTemplate>) =>
    tokenSize({
      claimsBytes: utf8Length(serializeClaims(mergeDefaultClaims(custom, user ? defaultClaimsOf(user) : {}))),
      headerBytes: HEADER_BYTES,
      cookieName: COOKIE_NAME,
    }).cookieBytes;
  const sides = user ? [before, after].map((one) => renderTemplate(one, templateDataOf(user))) : [];
  const errors = compileTemplate(to.source).diagnostics.filter(({ severity }) => severity === 'error');
  return ok({
    from: { ...versionResource(state, from), errors: [] },
    to: { ...versionResource(state, to), errors },
    template_diff: '',
    tests_diff: '',
    claims: compareTemplates(before, after),
    users: user
      ? [
          {
            user_id: user.id,
            name: user.firstName ?? user.emailAddress,
            changes: compareClaims(sides[0]!, sides[1]!),
            cookie_bytes: { before: cookie(sides[0]!), after: cookie(sides[1]!) },
          },
        ]
      : [],
  });
};

function contextOf(state: FakeState) {
  return {
    cookie: {
      cookie_name: COOKIE_NAME,
      header_bytes: HEADER_BYTES,
      default_claims: defaultClaimsOf(state.users[0]!),
    },
    users: state.users.map((user) => ({
      user_id: user.id,
      data: templateDataOf(user),
      default_claims: defaultClaimsOf(user),
    })),
  };
}

export const testContext: Answer = (state, { query }) => {
  const wanted = (query.get('user_ids') ?? '').split(',');
  const { cookie, users } = contextOf(state);
  return ok({ cookie, users: users.filter(({ user_id: id }) => wanted.includes(id)) });
};

/** What a save is refused for on account of its tests; null when it may go on. */
export function refusedByTests(state: FakeState, source: string, tests: unknown): FakePlatformAnswer | null {
  const checked = checkTemplateTests(JSON.stringify(tests));
  if (!checked.ok)
    return refuse(
      422,
      checked.problems.map(({ message, pointer }) => ({
        code: 'template_tests_invalid',
        long_message: message,
        meta: { pointer },
      })),
    );
  const { cookie, users } = contextOf(state);
  const results = runTemplateTests(compiled(source), checked.tests, {
    cookie,
    users: new Map(users.map((user) => [user.user_id, user])),
  });
  const errors = results.flatMap(({ name, failures }) =>
    failures.map(({ pointer, expected, actual }) => ({
      code: 'template_tests_failed',
      long_message: `Test "${name}": expected ${expected}, but it is ${actual}. Nothing was saved.`,
      meta: { pointer },
    })),
  );
  return errors.length > 0 ? refuse(422, errors) : null;
}

export const conflict = (state: FakeState): FakePlatformAnswer =>
  refuse(409, [
    {
      code: 'config_conflict',
      long_message: 'Changed meanwhile.',
      meta: { current_version: String(state.configVersion) },
    },
  ]);

export const configOf = (state: FakeState) => ({
  session: {
    claims: state.source === null ? null : JSON.parse(state.source),
    claims_source: state.source,
    lifetime_seconds: 60,
    version: state.version,
    tests: state.tests,
  },
  metadata_schemas: state.metadataSchemas,
});

/** What a change of the configuration answers. */
export const changed = (state: FakeState): FakePlatformAnswer =>
  ok({
    config_version: String(state.configVersion),
    dry_run: false,
    after: configOf(state),
    diagnostics: [],
  });

/** Saves as a new version. */
export function saveSource(
  state: FakeState,
  source: string,
  message: string | null = null,
  tests: unknown[] = state.tests,
  acceptedBrokenUsers: number | null = null,
): void {
  state.source = source;
  state.tests = tests;
  state.version += 1;
  state.configVersion += 1;
  const { version, author } = state;
  state.versions.unshift({ version, source, tests, message, author, acceptedBrokenUsers });
}

export const rollBack: Answer = (state, { ifMatch, body }: FakeCall) => {
  const found = state.versions.find(({ version }) => version === body.version);
  if (!found) return missing;
  if (ifMatch !== String(state.configVersion)) return conflict(state);
  const tests = body.keep_tests ? state.tests : found.tests;
  const accepted = Number(body.accept_broken_users ?? 0);
  const refused =
    refusedByTests(state, found.source, tests) ?? refusalOfBrokenUsers(state, found.source, accepted);
  if (refused) return refused;
  saveSource(state, found.source, `Rolled back to version ${found.version}`, tests, accepted || null);
  return changed(state);
};
