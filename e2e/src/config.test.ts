import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type Bartleby,
  type CommandResult,
  freePort,
  repository,
  runCli,
  startBartleby,
  startProcess,
  withoutOurs,
} from './harness/index.ts';
import { takeTerminalPicture } from './people/terminal-picture.ts';
import { fencedBlocks, onlyBlock, wordOf } from './reading/fenced-blocks.ts';

vi.setConfig({ testTimeout: 180_000, hookTimeout: 240_000 });

// The configuration as a file, at the terminal, against a running server.

const folder = mkdtempSync(join(tmpdir(), 'bartleby-config-'));
const FILE = 'bartleby.config.json';
const guide = fencedBlocks('docs/guides/config-as-code.md');
let bartleby: Bartleby;
let instance: string;
let userId: string;

beforeAll(async () => {
  bartleby = await startBartleby({}, join(folder, 'data'));
  instance = await bartleby.instancePath();
  const { id } = await bartleby.platform<{ id: string }>(`${instance}/users`, 'POST', {
    email_address: 'ada@example.com',
    first_name: 'Ada',
  });
  userId = id;
});
afterAll(async () => {
  await bartleby?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const config = (...args: string[]): Promise<CommandResult> =>
  runCli(['config', ...args], { cwd: folder, env: { BARTLEBY_DATA_DIR: bartleby.dataDir } });
const path = (name: string) => join(folder, name);
const text = (name = FILE) => readFileSync(path(name), 'utf8');
type Config = {
  session: { claims: Record<string, unknown>; tests: unknown[] };
  auth: Record<string, unknown>;
  allowed_origins: string[];
  jwt_templates: Record<string, Record<string, unknown>>;
};
/** Changes the file as a person with an editor does. */
function edit(change: (file: Config) => void, name = FILE): void {
  const file = JSON.parse(text(name)) as Config;
  change(file);
  writeFileSync(path(name), JSON.stringify(file, null, 2));
}
const saved = async () =>
  await bartleby.platform<{ config_version: string; config: Config }>(`${instance}/config`);
/** What somebody else saves meanwhile. */
const elsewhere = (body: object) => bartleby.platform(`${instance}/config`, 'PATCH', body);
async function pulled(): Promise<void> {
  const { exitCode, stderr } = await config('pull', '--force');
  expect([exitCode, stderr]).toEqual([0, '']);
}

describe('pull, diff, push', () => {
  it('a pulled file says what the server says', async () => {
    const { exitCode, stdout } = await config('pull');
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(
      /^Wrote bartleby\.config\.json \(configuration version \d+\) and bartleby\.config\.base\.json: commit both\.\n$/,
    );
    expect(text()).not.toMatch(/sk_|ak_|whsec/);
    const same = await config('diff');
    expect([same.exitCode, same.stderr]).toEqual([0, '']);
    const push = await config('push');
    expect([push.exitCode, push.stdout]).toEqual([0, expect.stringContaining('Nothing to save')]);
  });

  it('shows settings, claims and the forecast, and saves on --yes, with message; then nothing is left to do', async () => {
    await pulled();
    edit((file) => {
      file.session.claims = { fullName: '{{user.full_name}}' };
      file.auth.username = 'on';
    });
    const diff = await config('diff');
    expect(diff.exitCode).toBe(2);
    expect(diff.stdout).toContain('-    "username": "off",\n+    "username": "on",');
    expect(diff.stdout).toContain('Claims:\n  /fullName  added  string | null\n');
    expect(diff.stdout).toContain('Forecast for 1 user, compared with no template.');
    const dry = await config('push', '--dry-run');
    expect([dry.exitCode, dry.stderr]).toEqual([0, '']);
    expect(dry.stdout).toMatch(/Nothing was saved: this was a dry run\.\n$/);
    expect((await saved()).config.session.claims).toEqual({});
    const unasked = await config('push');
    expect([unasked.exitCode, unasked.stderr]).toEqual([
      1,
      'Nobody is there to ask, so nothing was saved: say --yes to save without a question.\n',
    ]);
    expect((await saved()).config.session.claims).toEqual({});

    const push = await config('push', '--yes', '--message', 'names for all');
    expect([push.exitCode, push.stderr]).toEqual([0, '']);
    expect(push.stdout).toMatch(
      /Saved as configuration version \d+, template version 1; apps see it within 60 seconds\.\n$/,
    );
    expect((await saved()).config).toMatchObject({
      session: { claims: { fullName: '{{user.full_name}}' } },
      auth: { username: 'on' },
    });
    const { data } = await bartleby.platform<{ data: { message: string }[] }>(
      `${instance}/session_token/versions`,
    );
    expect(data[0]?.message).toBe('names for all');
    expect((await config('diff')).exitCode).toBe(0);
    expect(JSON.parse((await config('push', '--yes', '--json')).stdout)).toMatchObject({
      saved: false,
      changes: [],
    });
  });

  it('warns of metadata that no user has, and saves all the same', async () => {
    await pulled();
    const path = `/users/${userId}/metadata`;
    await bartleby.platform(`${instance}${path}`, 'PATCH', { public_metadata: { plan: 'gold' } });
    edit((file) => {
      file.session.claims = { plan: '{{user.public_metadata.plam}}' };
    });
    const warning =
      'warning: bartleby.config.json/session/claims/plan (line 2, column 14 of the claims): Check the spelling of user.public_metadata.plam: nobody has this metadata yet';
    expect((await config('diff', '--no-forecast')).stdout).toContain(warning);
    const pushed = await config('push', '--yes', '--no-forecast');
    expect([pushed.exitCode, pushed.stdout]).toEqual([0, expect.stringContaining(warning)]);
  });

  it('a file that names one setting changes nothing else', async () => {
    await pulled();
    const before = (await saved()).config;
    writeFileSync(path('part.json'), '{"session": {"maximum_age_seconds": 3600}}');
    expect((await config('push', 'part.json', '--yes')).exitCode).toBe(0);
    expect((await saved()).config).toEqual({
      ...before,
      session: { ...before.session, maximum_age_seconds: 3600 },
    });
  });

  it('users who would lose their claims need their number typed', async () => {
    await pulled();
    const { id } = await bartleby.platform<{ id: string }>(`${instance}/users`, 'POST', {
      email_address: 'heavy@example.com',
    });
    await bartleby.platform(`${instance}/users/${id}/metadata`, 'PATCH', {
      public_metadata: { notes: 'x'.repeat(4000) },
    });
    edit((file) => (file.session.claims = { all: '{{user.public_metadata}}' }));
    const refused = await config('push', '--yes');
    expect([refused.exitCode, refused.stderr]).toEqual([
      1,
      expect.stringContaining('1 user would lose all custom claims: nothing was saved.'),
    ]);
    expect(refused.stderr).toMatch(/ run:\n {2}bartleby config push --yes .*--accept-broken-users 1\n$/);
    const unseen = await config('push', '--yes', '--no-forecast');
    expect(unseen.stderr).toMatch(/heaviest claim is "all".*\n {2}bartleby config push --yes --no-forecast /);
    expect((await config('push', '--yes', '--accept-broken-users', '1')).exitCode).toBe(0);
    await bartleby.platform(`${instance}/users/${id}`, 'DELETE');
  });
});

describe('JWT templates', () => {
  afterAll(async () => {
    const names = Object.keys((await saved()).config.jwt_templates).map((name) => [name, null]);
    await bartleby.platform(`${instance}/config?destructive=true`, 'PATCH', {
      jwt_templates: Object.fromEntries(names),
    });
  });

  it('are pulled, changed, made and deleted with the rest; a dry run tells and deletes nothing', async () => {
    const reports = { claims_source: '{\n  "aud":   "reports"\n}', lifetime: 300 };
    await elsewhere({ jwt_templates: { reports, old: { claims: { aud: 'old' } } } });
    await pulled();
    expect(text()).toContain('        "aud":   "reports"\n');
    edit(({ jwt_templates: templates }) => {
      delete templates.old;
      templates.reports!.claims = { aud: 'reports', plan: '{{user.public_metadata.plan}}' };
      templates.convex = { preset: 'convex', claims: { aud: 'convex' } };
    });
    const dry = await config('push', '--dry-run');
    expect([dry.exitCode, dry.stderr]).toEqual([0, '']);
    expect(dry.stdout).toContain('JWT template reports: changed\n  /plan  added  unknown\n');
    expect(dry.stdout).toContain("JWT template convex: new\n  /aud  added  'convex'\n");
    expect(dry.stdout).toContain('JWT template old: deleted, with its key.');
    expect(Object.keys((await saved()).config.jwt_templates)).toEqual(['old', 'reports']);
    const push = await config('push', '--yes');
    expect([push.exitCode, push.stderr]).toEqual([0, '']);
    expect(push.stdout).toMatch(/\nJWT templates: changed reports, made convex, deleted old\.\n$/);
    expect((await saved()).config.jwt_templates).toMatchObject({
      convex: { preset: 'convex', claims: { aud: 'convex' }, lifetime: 60 },
      reports: { claims: { aud: 'reports', plan: '{{user.public_metadata.plan}}' }, lifetime: 300 },
    });
    expect((await config('diff')).exitCode).toBe(0);
  });

  it('that a colleague changed or made are not undone: three states, and the merge keeps both', async () => {
    await pulled();
    edit(({ jwt_templates: templates }) => {
      templates.reports!.lifetime = 90;
    });
    await elsewhere({ jwt_templates: { theirs: { claims: {} }, reports: { claims: { aud: 'weekly' } } } });
    const pushed = await config('push', '--yes');
    expect(pushed.exitCode).toBe(3);
    expect(pushed.stderr).toContain('/jwt_templates/theirs  changed on the server\n');
    expect(pushed.stderr).toContain(
      '/jwt_templates/reports/claims/aud  changed on the server\n  when you pulled  "reports"\n',
    );
    expect(pushed.stderr).toContain('/jwt_templates/reports/lifetime  changed in your file\n');
    expect((await config('pull', '--merge')).exitCode).toBe(0);
    expect((await config('push', '--yes')).exitCode).toBe(0);
    expect((await saved()).config.jwt_templates).toMatchObject({
      theirs: { claims: {} },
      reports: { claims: { aud: 'weekly' }, lifetime: 90 },
    });
  });

  it('are left alone by a file from before they were in it', async () => {
    const before = (await saved()).config.jwt_templates;
    expect(Object.keys(before).length).toBeGreaterThan(1);
    writeFileSync(path('old.json'), '{"session": {"maximum_age_seconds": 7200}}');
    const push = await config('push', 'old.json', '--yes');
    expect([push.exitCode, push.stdout]).toEqual([0, expect.not.stringContaining('JWT template')]);
    expect((await saved()).config.jwt_templates).toEqual(before);
  });
});

describe('two people', () => {
  it('see what both changed, and nothing is overwritten; what only one changed is merged', async () => {
    await elsewhere({ session: { claims: { a: 1, b: 2 } } });
    await pulled();
    edit((file) => (file.session.claims = { a: 10, b: 2, mine: true }));
    await elsewhere({ session: { claims: { a: 11, b: 2, theirs: true } }, auth: { username: 'off' } });
    const pushed = await config('push', '--yes');
    expect(pushed.exitCode).toBe(3);
    expect(pushed.stderr).toContain(
      '/session/claims/a  changed by both, differently\n  when you pulled  1\n  on the server    11\n  in your file     10\n',
    );
    expect(pushed.stderr).toContain('/auth/username  changed on the server\n');
    expect(pushed.stderr).toContain('/session/claims/mine  changed in your file\n');
    expect((await saved()).config.session.claims).toEqual({ a: 11, b: 2, theirs: true });

    const plain = await config('pull');
    expect([plain.exitCode, plain.stderr]).toEqual([
      1,
      expect.stringContaining('has changes that are not on the server'),
    ]);
    const undecided = await config('pull', '--merge');
    expect([undecided.exitCode, undecided.stderr]).toEqual([
      3,
      expect.stringContaining('--take mine or --take theirs'),
    ]);
    expect(JSON.parse(text()).session.claims).toEqual({ a: 10, b: 2, mine: true });

    expect((await config('pull', '--merge', '--take', 'mine')).exitCode).toBe(0);
    expect((await config('push', '--yes')).exitCode).toBe(0);
    expect((await saved()).config).toMatchObject({
      session: { claims: { a: 10, b: 2, theirs: true, mine: true } },
      auth: { username: 'off' },
    });
  });

  it('are shown what the guide shows', async () => {
    const plan = (text: string | null) => ({ session: { claims: { plan: text } } });
    await elsewhere({ ...plan('{{user.public_metadata.plan}}'), auth: { username: 'off' } });
    await pulled();
    edit((file) => {
      file.session.claims.plan = null;
    });
    await elsewhere({ ...plan('{{user.public_metadata.tier}}'), auth: { username: 'on' } });
    const { stderr } = await config('push', '--yes');
    const told = onlyBlock(guide, (block) => wordOf(block, 'told') === 'three-way');
    expect(stderr.slice(0, told.code.trim().length)).toBe(told.code.trim());
    await elsewhere({ auth: { username: 'off' } });
  });

  it('of pushes at the same moment one saves, and the others change nothing', async () => {
    await pulled();
    const names = ['one.json', 'two.json', 'three.json'];
    for (const name of names) {
      writeFileSync(path(name), text());
      edit((file) => (file.session.claims = { by: name }), name);
      writeFileSync(path(name.replace('.json', '.base.json')), text('bartleby.config.base.json'));
    }
    const pushes = await Promise.all(names.map((name) => config('push', name, '--yes', '--no-forecast')));
    expect(pushes.map(({ exitCode }) => exitCode).sort(), pushes.map(({ stderr }) => stderr).join()).toEqual([
      0, 3, 3,
    ]);
    const winner = names[pushes.findIndex(({ exitCode }) => exitCode === 0)];
    expect((await saved()).config.session.claims).toEqual({ by: winner });
  });
});

describe('a file that is no configuration', () => {
  it.each([
    ['not JSON', '{"auth": {,}}', /^wrong\.json:1:11: /],
    ['a list', '[]', /^wrong\.json:1:1: A configuration is a JSON object\./],
    [
      'what a consumer refuses',
      '{"jwt_templates": {"c": {"preset": "convex", "claims": {"aud": "konvex"}}}}',
      /^wrong\.json\/jwt_templates\/c: error \/aud .*\n {2}repair: /,
    ],
    [
      'a key',
      '{"jwt_templates": {"c": {"claims": {}, "custom_signing_key": true}}}',
      /a key is in no configuration\. Give the template its key first/,
    ],
    [
      'an unknown setting',
      '{"sesion": {"claims": {}}}',
      /^wrong\.json: \/sesion\/claims is no setting\. There are: \/session/,
    ],
    ['a hostile key', '{"__proto__": {"admin": true}}', /^wrong\.json: \/__proto__\/admin is no setting\./],
    ['a wrong type', '{"auth": {"username": 7}}', /auth\.username/],
    [
      'a wrong shortcode',
      '{"session": {"claims": {"n": "{{user.fullname}}"}}}',
      /\/session\/claims\/n .*user\.full_name/,
    ],
    ['10 MB', `"${'x'.repeat(10_000_000)}"`, /^wrong\.json has 10000002 bytes/],
  ])('is refused, with its place: %s', async (_, content, complaint) => {
    const before = await saved();
    writeFileSync(path('wrong.json'), content);
    const { exitCode, stderr } = await config('push', 'wrong.json', '--yes');
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(complaint);
    expect(stderr).not.toMatch(/^\s+at /m);
    expect(await saved()).toEqual(before);
  });

  it('that is not there is told with what to do', async () => {
    const { exitCode, stderr } = await config('diff', 'none.json');
    expect([exitCode, stderr]).toEqual([1, 'There is no none.json: `bartleby config pull` writes it.\n']);
    expect(existsSync(path('none.json'))).toBe(false);
  });
});

describe('the guide to configuration as code', () => {
  const commandsOf = (name: string) =>
    onlyBlock(guide, (block) => wordOf(block, 'cli') === name)
      .code.trim()
      .split('\n')
      .map((line) => line.match(/"[^"]*"|\S+/g)!.map((word) => word.replace(/^"|"$/g, '')));

  it('has commands that work; the picture is what they print', async () => {
    await pulled();
    for (const [npx, bin, ...args] of commandsOf('config')) {
      expect([npx, bin]).toEqual(['npx', 'bartleby']);
      const isPush = args[1] === 'push';
      const { exitCode, stdout, stderr } = await config(...args.slice(1), ...(isPush ? ['--yes'] : []));
      expect([exitCode, stderr], args.join(' ')).toEqual([args[1] === 'diff' ? 2 : 0, '']);
      if (args[1] === 'diff')
        await takeTerminalPicture('config-as-code', `$ npx bartleby ${args.join(' ')}\n${stdout}`);
      if (args[1] === 'pull')
        edit(
          (file) =>
            (file.session.claims = { fullName: '{{user.full_name}}', plan: '{{user.public_metadata.plan}}' }),
        );
    }
  });

  it('has lines for CI that pass with a difference and with none, and push without a question', async () => {
    const [diff, push] = onlyBlock(guide, (block) => wordOf(block, 'cli') === 'ci')
      .code.trim()
      .split('\n')
      .map((line) => line.replace('- run: npx bartleby ', ''));
    await pulled();
    for (const claims of [{ ci: 'first' }, undefined]) {
      if (claims) edit((file) => (file.session.claims = claims));
      const [args, accepted] = diff!.split(' || test $? -eq ');
      const { exitCode } = await runCli(args!.split(' '), {
        cwd: folder,
        env: { BARTLEBY_DATA_DIR: bartleby.dataDir },
      });
      expect(exitCode).toBe(claims ? Number(accepted) : 0);
      const pushed = await runCli(push!.replace('"$GITHUB_SHA"', 'abc123').split(' '), {
        cwd: folder,
        env: { BARTLEBY_DATA_DIR: bartleby.dataDir },
      });
      expect([pushed.exitCode, pushed.stderr]).toEqual([0, '']);
    }
    expect((await saved()).config.session.claims).toEqual({ ci: 'first' });
  });

  it('brings a configuration from development to production, and leaves there what is its own', async () => {
    await elsewhere({
      session: { claims: { plan: '{{user.public_metadata.plan}}' } },
      jwt_templates: { reports: { claims: { aud: 'reports' } } },
      allowed_origins: ['http://localhost:4000'],
    });
    await pulled();
    const port = await freePort();
    const platformKey = `ak_${randomBytes(20).toString('hex')}`;
    const production = startProcess(
      process.execPath,
      [
        join(repository, 'apps/cli/bin/bartleby.mjs'),
        'start',
        '--port',
        String(port),
        '--data-dir',
        path('production'),
      ],
      {
        cwd: repository,
        env: {
          ...withoutOurs(process.env),
          BARTLEBY_PUBLIC_URL: 'https://accounts.example.com',
          BARTLEBY_ENCRYPTION_KEY: randomBytes(32).toString('base64'),
          BARTLEBY_SMTP_URL: 'smtp://127.0.0.1:9',
          BARTLEBY_ALLOW_EMBEDDED_DATABASE: '1',
          BARTLEBY_PLATFORM_KEY: platformKey,
        },
      },
    );
    try {
      await production.waitFor(/Bartleby is ready/, 90);
      const env = { BARTLEBY_URL: `http://localhost:${port}`, BARTLEBY_PLATFORM_KEY: platformKey };
      const [[, , ...args] = []] = commandsOf('promote');
      const wrong = await runCli(['config', 'push', '--yes'], { cwd: folder, env });
      expect([wrong.exitCode, wrong.stderr]).toEqual([
        1,
        expect.stringContaining('use `bartleby config promote`'),
      ]);
      const promoted = await runCli([...args, '--yes'], { cwd: folder, env });
      expect([promoted.exitCode, promoted.stderr]).toEqual([0, '']);
      expect(promoted.stdout).toContain('Claims:\n  /plan  added  unknown\n');
      const answer = await runCli(['config', 'pull', 'production.json'], { cwd: folder, env });
      expect(answer.exitCode, answer.stderr).toBe(0);
      const there = JSON.parse(text('production.json')) as Config;
      expect(there.session.claims).toEqual({ plan: '{{user.public_metadata.plan}}' });
      expect(there.jwt_templates).toMatchObject({ reports: { claims: { aud: 'reports' } } });
      expect(there.allowed_origins).not.toContain('http://localhost:4000');
      const again = await runCli([...args], { cwd: folder, env });
      expect([again.exitCode, again.stdout]).toEqual([0, expect.stringContaining('Nothing to save')]);
    } finally {
      await production.stop();
    }
  });
});
