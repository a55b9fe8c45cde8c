// The import rules of ARCHITECTURE.md, checked. Change the document and this file together.

/** Which server feature may import which (through its index.ts). Declaring an edge is a design decision. */
const featureImports = {
  events: [],
  instances: ['events'],
  'signing-keys': ['events', 'instances'],
  'external-accounts': [],
  'social-connections': ['events', 'instances'],
  'oauth-attempts': ['instances', 'users', 'external-accounts', 'social-connections'],
  users: ['events', 'instances', 'external-accounts'],
  organizations: ['events', 'instances', 'users'],
  clients: ['instances'],
  verifications: ['events', 'instances'],
  sessions: ['events', 'instances', 'users', 'organizations', 'clients'],
  'jwt-templates': ['events', 'instances'],
  'session-tokens': [
    'events',
    'instances',
    'users',
    'organizations',
    'clients',
    'sessions',
    'jwt-templates',
    'signing-keys',
  ],
  handshakes: ['instances', 'clients', 'sessions', 'session-tokens', 'signing-keys'],
  'client-envelope': ['instances', 'users', 'clients', 'sessions', 'session-tokens', 'sign-ins', 'sign-ups'],
  'client-events': ['instances', 'clients', 'sessions', 'session-tokens'],
  'testing-tokens': [],
  mail: [],
  restrictions: ['events', 'instances'],
  tickets: ['instances', 'users', 'verifications'],
  'sign-ins': [
    'events',
    'instances',
    'users',
    'clients',
    'sessions',
    'verifications',
    'tickets',
    'restrictions',
    'oauth-attempts',
    'external-accounts',
    'second-factors',
  ],
  'sign-ups': [
    'instances',
    'users',
    'clients',
    'sessions',
    'sign-ins',
    'verifications',
    'tickets',
    'restrictions',
    'oauth-attempts',
    'external-accounts',
  ],
  'social-sign-ins': [
    'events',
    'instances',
    'users',
    'clients',
    'sessions',
    'sign-ins',
    'sign-ups',
    'accounts',
    'oauth-attempts',
    'external-accounts',
    'social-connections',
  ],
  accounts: ['events', 'instances', 'users', 'clients', 'sessions', 'sign-ins', 'verifications'],
  'profile-images': ['events', 'instances', 'users', 'accounts', 'verifications'],
  'second-factors': ['events', 'instances', 'users', 'sessions', 'verifications'],
  reverifications: ['instances', 'users', 'sessions', 'accounts', 'second-factors', 'verifications'],
  'mailed-links': [
    'instances',
    'clients',
    'sessions',
    'verifications',
    'tickets',
    'sign-ins',
    'sign-ups',
    'accounts',
  ],
  'template-tests': ['instances', 'users', 'sessions', 'jwt-templates', 'session-tokens'],
  'template-versions': ['instances', 'users', 'jwt-templates', 'session-tokens'],
  forecasts: ['instances', 'users', 'sessions', 'jwt-templates', 'session-tokens', 'handshakes'],
  configurations: ['instances', 'users', 'organizations', 'jwt-templates', 'forecasts', 'template-tests'],
  transfers: ['events', 'instances', 'users', 'organizations', 'external-accounts'],
  operators: ['events', 'instances', 'users', 'sessions', 'signing-keys', 'tickets'],
  webhooks: ['events', 'instances'],
};

/** Which published SDK may import which. Everything not named here imports packages/ only. */
const sdkImports = {
  react: ['browser'],
  nextjs: ['backend', 'react'],
  express: ['backend'],
  fastify: ['backend'],
  hono: ['backend'],
  astro: ['backend', 'browser'],
  nuxt: ['backend', 'browser'],
  'react-router': ['backend', 'react'],
  'tanstack-react-start': ['backend', 'react'],
  testing: ['backend'],
};

const FEATURES = 'apps/server/src/features';
const TESTS = '\\.test\\.tsx?$|/testing/';
const oneOf = (names) => names.join('|');

const rule = (name, comment, from, to) => ({ name, comment, severity: 'error', from, to });

module.exports = {
  forbidden: [
    rule(
      'resolvable',
      'An import that resolves to nothing would slip past every rule below.',
      {},
      { couldNotResolve: true },
    ),
    rule('no-circular', 'A cycle means two files are one idea.', {}, { circular: true }),

    rule(
      'packages-are-the-bottom',
      'packages/ know nothing of apps and sdks.',
      { path: '^packages/' },
      { path: '^(apps|sdks)/' },
    ),
    rule(
      'packages-run-anywhere',
      'Foundations run on Node, Bun, Deno, workers and browsers alike.',
      // session-token/node is the one door to node:crypto; session-token/webcrypto serves every other runtime.
      { path: '^packages/', pathNot: [TESTS, '^packages/session-token/src/node/'] },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'sdks-never-import-apps',
      'What customers install cannot contain the server.',
      { path: '^sdks/' },
      { path: '^apps/' },
    ),
    rule(
      'server-never-imports-sdks',
      'The server serves the contract; it does not consume its own clients.',
      { path: '^apps/server/' },
      { path: '^sdks/' },
    ),
    rule(
      'apps-are-islands',
      'Apps meet over HTTP only.',
      { path: '^apps/([^/]+)/' },
      { path: '^apps/(?!$1/)' },
    ),
    rule(
      'workspace-by-public-name',
      'Another workspace is entered through its index.ts, nothing deeper.',
      { path: '^(packages|sdks|apps)/([^/]+)/' },
      { path: '^(packages|sdks)/', pathNot: ['^$1/$2/', '/src/index\\.ts$', '/src/[^/]+/index\\.ts$'] },
    ),
    ...Object.entries(sdkImports).map(([sdk, allowed]) =>
      rule(
        `sdk-edges/${sdk}`,
        `sdks/${sdk} may use: ${allowed}.`,
        { path: `^sdks/${sdk}/` },
        { path: '^sdks/', pathNot: `^sdks/(${oneOf([sdk, ...allowed])})/` },
      ),
    ),
    rule(
      'sdk-edges/other',
      'An SDK without a declared edge stands on packages/ alone.',
      { path: '^sdks/([^/]+)/', pathNot: `^sdks/(${oneOf(Object.keys(sdkImports))})/` },
      { path: '^sdks/(?!$1/)' },
    ),

    ...Object.entries(featureImports).map(([feature, allowed]) =>
      rule(
        `feature-edges/${feature}`,
        `${feature} may use: ${allowed.join(', ') || 'no other feature'}.`,
        { path: `^${FEATURES}/${feature}/`, pathNot: TESTS },
        { path: `^${FEATURES}/`, pathNot: `^${FEATURES}/(${oneOf([feature, ...allowed])})/` },
      ),
    ),
    rule(
      'feature-edges/undeclared',
      'A new feature first declares its edges in this file.',
      { path: `^${FEATURES}/(?!(${oneOf(Object.keys(featureImports))})/)` },
      { path: `^${FEATURES}/` },
    ),
    rule(
      'feature-public-face',
      'Another feature is entered through its index.ts.',
      { path: `^${FEATURES}/([^/]+)/` },
      { path: `^${FEATURES}/(?!$1/)[^/]+/(?!index\\.ts$)` },
    ),
    rule(
      'feature-public-face/composition',
      'What puts features together enters them through their index.ts too.',
      { path: '^apps/server/src/(?!features/)', pathNot: TESTS },
      { path: `^${FEATURES}/[^/]+/(?!index\\.ts$)` },
    ),

    rule(
      'entities-are-pure',
      'features/sessions/session.ts holds rules, not I/O.',
      { path: `^${FEATURES}/([^/]+)s/\\1\\.ts$` },
      {
        path: [
          '-store\\.ts$',
          '-api\\.ts$',
          '^apps/server/src/(http|database|runtime)/',
          'node_modules/(fastify|kysely|pg)/',
        ],
      },
    ),
    rule(
      'entities-are-pure/core',
      'features/sessions/session.ts runs anywhere.',
      { path: `^${FEATURES}/([^/]+)s/\\1\\.ts$` },
      { dependencyTypes: ['core'] },
    ),
    rule(
      'sql-lives-in-stores',
      'Only *-store.ts and database/ touch the query builder.',
      { path: '^apps/server/src/', pathNot: ['-store\\.ts$', '^apps/server/src/database/', TESTS] },
      { path: 'node_modules/(kysely|pg)/' },
    ),
    rule(
      'http-lives-at-the-edge',
      'Only routes, authenticators, http/, boot/ and app.ts know Fastify.',
      {
        path: '^apps/server/src/',
        pathNot: [
          '-api\\.ts$',
          '/authenticate-[^/]+\\.ts$',
          '^apps/server/src/(http/|boot/|app\\.ts|main\\.ts)',
          TESTS,
        ],
      },
      { path: ['node_modules/fastify/', '^apps/server/src/http/'] },
    ),
    rule(
      'ground-floor',
      'http/, database/ and runtime/ know no feature.',
      { path: '^apps/server/src/(http|database|runtime)/', pathNot: TESTS },
      { path: `^${FEATURES}/` },
    ),
    rule(
      'runtime-is-leaf',
      'runtime/ imports nothing of ours but the contract.',
      { path: '^apps/server/src/runtime/', pathNot: TESTS },
      { path: ['^apps/server/src/(?!runtime/)', '^packages/(?!api-contract/)'] },
    ),

    rule(
      'jwt-in-one-place',
      'JWTs are made and parsed by packages/session-token alone; JOSE libraries serve its differential tests and the benchmarks.',
      { pathNot: ['^packages/session-token/', '^benchmarks/', TESTS] },
      { path: 'node_modules/(jose|jsonwebtoken|fast-jwt)/' },
    ),
    rule(
      'no-test-code-in-production',
      'Tests and their helpers never ship.',
      { pathNot: TESTS },
      { path: TESTS },
    ),
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(apps|packages|sdks)/[^/]+/dist/' },
    enhancedResolveOptions: {
      conditionNames: ['@bartleby/source', 'import', 'types'],
      exportsFields: ['exports'],
    },
  },
};
