// Every import rule is shown a breach of its own: a rule whose pattern matches nothing would pass for ever.
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';

const configPath = join(import.meta.dirname, 'dependency-cruiser.config.cjs');
const config = createRequire(import.meta.url)(configPath);
const features = 'apps/server/src/features';

/** Rule → the file that breaks it and what that file imports. */
const breaches = {
  resolvable: ['apps/cli/src/lost.ts', './not-there.ts'],
  'no-circular': ['apps/cli/src/ring-a.ts', './ring-b.ts'],
  'packages-are-the-bottom': ['packages/claims-template/src/up.ts', '../../../apps/cli/src/index.ts'],
  'packages-run-anywhere': ['packages/claims-template/src/node-only.ts', 'node:crypto'],
  'sdks-never-import-apps': ['sdks/backend/src/up.ts', '../../../apps/cli/src/index.ts'],
  'server-never-imports-sdks': ['apps/server/src/own-client.ts', '../../../sdks/backend/src/index.ts'],
  'apps-are-islands': ['apps/dashboard/src/neighbour.ts', '../../cli/src/index.ts'],
  'workspace-by-public-name': ['apps/cli/src/deep.ts', '../../../packages/api-contract/src/deep/inner.ts'],
  'sdk-edges/other': ['sdks/brand-new/src/index.ts', '../../backend/src/index.ts'],
  'feature-edges/undeclared': [`${features}/brand-new/index.ts`, '../events/index.ts'],
  'feature-public-face': [`${features}/users/deep.ts`, '../events/event-store.ts'],
  'feature-public-face/composition': ['apps/server/src/app.ts', './features/events/event-store.ts'],
  'entities-are-pure': [`${features}/sessions/session.ts`, './session-store.ts'],
  'entities-are-pure/core': [`${features}/users/user.ts`, 'node:crypto'],
  'sql-lives-in-stores': [`${features}/users/list-users.ts`, 'kysely'],
  'http-lives-at-the-edge': [`${features}/users/ban-user.ts`, 'fastify'],
  'ground-floor': ['apps/server/src/http/knows-too-much.ts', '../features/events/index.ts'],
  'runtime-is-leaf': ['apps/server/src/runtime/not-a-leaf.ts', '../database/database.ts'],
  'jwt-in-one-place': ['sdks/backend/src/own-jwt.ts', 'jose'],
  'no-test-code-in-production': ['apps/server/src/takes-tests.ts', './testing/builder.ts'],
};
for (const [name, sdk] of sdkRules())
  breaches[name] = [`sdks/${sdk}/src/sideways.ts`, '../../nuxt/src/index.ts'];
breaches['sdk-edges/nuxt'] = ['sdks/nuxt/src/sideways.ts', '../../react/src/index.ts'];
for (const [name, feature] of featureRules())
  breaches[name] = [`${features}/${feature}/sideways.ts`, '../nobody-may/index.ts'];

/** What the breaches need to be there, and two lawful imports. */
const scenery = {
  'tsconfig.json': '{ "compilerOptions": { "allowImportingTsExtensions": true, "noEmit": true } }',
  'apps/cli/src/ring-b.ts': "import './ring-a.ts';",
  [`${features}/events/event-store.ts`]: "import 'kysely';",
  [`${features}/users/lawful.ts`]: "import '../events/index.ts';",
};
for (const name of ['fastify', 'kysely', 'jose']) {
  scenery[`node_modules/${name}/package.json`] = `{ "name": "${name}", "main": "index.js" }`;
  scenery[`node_modules/${name}/index.js`] = '';
}
const empty = [
  'apps/cli/src/index.ts',
  'apps/server/src/database/database.ts',
  'apps/server/src/testing/builder.ts',
  'packages/api-contract/src/deep/inner.ts',
  ...['backend', 'nuxt', 'react'].map((sdk) => `sdks/${sdk}/src/index.ts`),
  ...['events', 'nobody-may'].map((feature) => `${features}/${feature}/index.ts`),
  `${features}/sessions/session-store.ts`,
];

const folder = mkdtempSync(join(tmpdir(), 'bartleby-import-rules-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const found = await cruise();

describe('import rules', () => {
  it('are all shown a breach here', () => {
    expect(config.forbidden.map((each) => each.name).sort()).toEqual(Object.keys(breaches).sort());
  });

  it.each(Object.entries(breaches))('%s catches %j', (name, [from]) => {
    expect(found.filter((each) => each.rule === name).map((each) => each.from)).toContain(from);
  });

  it('leave lawful imports alone', () => {
    const lawful = [`${features}/users/lawful.ts`, `${features}/events/event-store.ts`];
    expect(found.filter((each) => lawful.includes(each.from))).toEqual([]);
  });
});

function sdkRules() {
  const names = config.forbidden.map((each) => each.name).filter((name) => name.startsWith('sdk-edges/'));
  return names
    .map((name) => [name, name.slice('sdk-edges/'.length)])
    .filter(([, sdk]) => sdk !== 'other' && sdk !== 'nuxt');
}

function featureRules() {
  const names = config.forbidden.map((each) => each.name).filter((name) => name.startsWith('feature-edges/'));
  return names
    .map((name) => [name, name.slice('feature-edges/'.length)])
    .filter(([, feature]) => feature !== 'undeclared');
}

/** The rules' findings on a tree of nothing but breaches: `{ rule, from }`. */
async function cruise() {
  const files = { ...Object.fromEntries(empty.map((path) => [path, 'export {};'])), ...scenery };
  for (const [from, to] of Object.values(breaches)) files[from] = `${files[from] ?? ''}\nimport '${to}';`;
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  const program = join(import.meta.dirname, '../node_modules/.bin/depcruise');
  const arguments_ = [program, '--config', configPath, '--output-type', 'json', 'packages', 'sdks', 'apps'];
  const { stdout } = await promisify(execFile)(process.execPath, arguments_, {
    cwd: folder,
    maxBuffer: 64 * 1024 * 1024,
  }).catch((error) => error);
  return JSON.parse(stdout).summary.violations.map((each) => ({ rule: each.rule.name, from: each.from }));
}
