import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type Bartleby, type CommandResult, runCli, startBartleby } from './harness/index.ts';
import { fencedBlocks, onlyBlock, wordOf } from './reading/fenced-blocks.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

// The history of a template and its tests at the terminal, against a running server.

const folder = mkdtempSync(join(tmpdir(), 'bartleby-template-'));
const NAME = '{\n  "name": "{{user.full_name}}",\n  "org_id": "{{org.id}}"\n}';
const FALLBACK = '{\n  "name": "{{user.full_name || \'you\'}}",\n  "org_id": "{{org.id}}"\n}';
const TESTS = [{ name: 'user without organization', expect: [{ claim: 'org_id', equals: null }] }];
let bartleby: Bartleby;
let instance: string;
let userId: string;

beforeAll(async () => {
  bartleby = await startBartleby({}, join(folder, 'data'));
  instance = await bartleby.instancePath();
  const user = await bartleby.platform<{ id: string }>(`${instance}/users`, 'POST', {
    email_address: 'ada@example.com',
    first_name: 'Ada',
  });
  userId = user.id;
  await save(NAME, 'a \u001b[31mname', TESTS);
  await save(FALLBACK, 'for the nameless', TESTS);
});
afterAll(async () => {
  await bartleby?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const save = (source: string, message: string, tests: unknown[]) =>
  bartleby.platform(`${instance}/config`, 'PATCH', { session: { claims_source: source, message, tests } });
const template = (...args: string[]) =>
  runCli(['template', ...args, '--data-dir', bartleby.dataDir], { cwd: folder });
const activeVersion = async () =>
  JSON.parse((await template('versions', '--limit', '1', '--json')).stdout)[0] as unknown;
function file(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** Runs the commands of a block, as the page has them. */
async function commandsOf(document: string, name: string): Promise<CommandResult[]> {
  const { code } = onlyBlock(fencedBlocks(document), (block) => wordOf(block, 'cli') === name);
  const results: CommandResult[] = [];
  for (const line of code.trim().split('\n')) {
    const [npx, bin, ...args] = line.match(/"[^"]*"|\S+/g)!.map((word) => word.replace(/^"|"$/g, ''));
    expect([npx, bin]).toEqual(['npx', 'bartleby']);
    results.push(await runCli(args, { cwd: folder, env: { BARTLEBY_DATA_DIR: bartleby.dataDir } }));
  }
  return results;
}

describe('bartleby template versions, show, diff', () => {
  it('lists who, when and why; what others wrote cannot steer the terminal', async () => {
    const { exitCode, stdout } = await template('versions');
    expect(exitCode).toBe(0);
    const [newest, first] = stdout.split('\n');
    expect(newest).toMatch(/^\* {4}2 {2}\d{4}-\d\d-\d\d \d\d:\d\d {2}.+ {2}for the nameless$/);
    expect(first).toMatch(/^ {5}1 .+a �\[31mname$/);
    expect(JSON.parse((await template('versions', '--limit', '1', '--json')).stdout)).toMatchObject([
      { version: 2, source: FALLBACK, active: true },
    ]);
  });

  it('prints a version as it was saved, and its tests', async () => {
    expect((await template('show', '1')).stdout).toBe(`${NAME}\n`);
    expect((await template('show')).stdout).toBe(`${FALLBACK}\n`);
    expect(JSON.parse((await template('show', 'v1', '--tests')).stdout)).toEqual(TESTS);
  });

  it('shows the difference in text, in types and for a user', async () => {
    const { exitCode, stdout } = await template('diff', '1', '--user', userId);
    expect(exitCode).toBe(0);
    expect(stdout).toContain('-  "name": "{{user.full_name}}",\n+  "name": "{{user.full_name || \'you\'}}",');
    expect(stdout).toContain('Claims:\n  /name  is never null now  string | null -> string\n');
    expect(stdout).toMatch(new RegExp(`Ada \\(${userId}\\): cookie \\d+ -> \\d+ bytes\n {4}the same claims`));
    expect((await template('diff', '1', '1')).stdout).toBe('Claims: no difference.\n');
  });

  it('says what is wrong with what it is asked', async () => {
    const missing = await template('show', '99');
    expect([missing.exitCode, missing.stderr]).toEqual([1, 'No resource was found with this id.\n']);
    const odd = await template('diff', 'latest');
    expect([odd.exitCode, odd.stderr]).toEqual([
      1,
      '"latest" is no version: `bartleby template versions` shows which there are.\n',
    ]);
  });
});

describe('the guide to versions', () => {
  it('has commands that work', async () => {
    const results = await commandsOf('docs/guides/template-versions.md', 'versions');
    expect(results.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual(Array(3).fill([0, '']));
  });
});

describe('bartleby template test', () => {
  it('passes with the saved tests; fails with 1, naming expected and actual', async () => {
    const saved = await template('test');
    expect([saved.exitCode, saved.stdout]).toEqual([0, 'ok      user without organization\n1 passed.\n']);
    const draft = file('draft.json', '{"org_id": "{{user.id}}"}');
    const failing = await template('test', '--file', draft);
    expect(failing.exitCode).toBe(1);
    expect(failing.stdout).toMatch(
      /^FAILED {2}user without organization\n {8}org_id: expected null, but it is "user_0+" \(\/0\/expect\/0\)\n0 passed, 1 failed\.\n$/,
    );
  });

  it('weighs cookies and reads real users by the server', async () => {
    const tests = file(
      'real.json',
      JSON.stringify([
        {
          name: 'Ada',
          given: { user_id: userId },
          expect: [{ claim: 'name', equals: 'Ada' }, { cookie_bytes_at_most: 2000 }],
        },
        { name: 'too strict', expect: [{ cookie_bytes_at_most: 100 }] },
      ]),
    );
    const { exitCode, stdout } = await template('test', '--tests', tests);
    expect(exitCode).toBe(1);
    expect(stdout).toMatch(
      /^ok {6}Ada\nFAILED {2}too strict\n {8}expected a cookie of at most 100 bytes, but it is \d+ bytes/,
    );
  });

  it('needs no server for files alone; names the place of a fault', async () => {
    const alone = (...args: string[]) =>
      runCli(['template', 'test', ...args, '--url', 'http://127.0.0.1:1'], { cwd: folder });
    const source = file('template.json', NAME);
    const tests = file('tests.json', JSON.stringify(TESTS));
    expect(await alone('--file', source, '--tests', tests)).toMatchObject({ exitCode: 0, stderr: '' });
    const wrong = file('wrong.json', '[{"name": "x", "expect": [{"claim": "sub", "absent": true}]}]');
    const { exitCode, stderr } = await alone('--file', source, '--tests', wrong);
    expect([exitCode, stderr]).toEqual([
      1,
      `${wrong}/0/expect/0/claim: sub is a default claim: every token has it, whatever the template says.\n`,
    ]);
    const broken = file('broken.json', '{"a": "{{user.shoe_size}}"}');
    expect((await alone('--file', broken, '--tests', tests)).stderr).toMatch(/broken\.json:1:\d+: /);
    const schema = JSON.parse((await alone('--schema')).stdout);
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
  });

  it('runs the guide’s example, by the guide’s commands', async () => {
    const guide = fencedBlocks('docs/guides/template-tests.md');
    for (const name of ['template', 'tests'])
      file(`${name}.json`, onlyBlock(guide, (block) => wordOf(block, 'tested') === name).code);
    const results = await commandsOf('docs/guides/template-tests.md', 'test');
    expect(results.map(({ exitCode, stdout }) => [exitCode, stdout.split('\n').at(-2)])).toEqual([
      [0, '1 passed.'],
      [0, '2 passed.'],
    ]);
  });
});

describe('bartleby template rollback', () => {
  it('tells first, then saves the old text as a new version; a second time there is nothing to do', async () => {
    const dry = await template('rollback', '1', '--dry-run');
    expect([dry.exitCode, dry.stdout]).toEqual([0, 'Would be saved as version 3.\n']);
    const done = await template('rollback', '1', '--message', 'too early');
    expect([done.exitCode, done.stdout]).toEqual([
      0,
      'Rolled back to version 1: saved as version 3; apps see it within 60 seconds.\n',
    ]);
    expect((await template('show')).stdout).toBe(`${NAME}\n`);
    expect((await template('versions')).stdout).toContain('Rolled back to version 1: too early');
    expect((await template('rollback', '1')).stdout).toContain('nothing to do');
  });

  it('as the guide has it', async () => {
    await save(FALLBACK, 'again', TESTS);
    const [done] = await commandsOf('docs/guides/template-versions.md', 'rollback');
    expect(done!.stdout).toContain('Rolled back to version 1: saved as version 5;');
  });

  it('that breaks users is refused with the command that says how many; the number is kept', async () => {
    const notes = '{"notes": "{{user.public_metadata.notes}}"}';
    const { version } = (await activeVersion()) as { version: number };
    await save(notes, 'notes', []);
    await save(FALLBACK, 'without notes', TESTS);
    const metadata = `${instance}/users/${userId}/metadata`;
    await bartleby.platform(metadata, 'PATCH', { public_metadata: { notes: 'x'.repeat(4_000) } });
    const refused = await template('rollback', String(version + 1), '--message', "it's fine");
    expect([refused.exitCode, refused.stdout]).toEqual([1, '']);
    const [sentence, command] = refused.stderr.trimEnd().split('\n');
    expect(sentence).toMatch(
      /^1 user would lose all custom claims: nothing was saved\. The heaviest cookie, of Ada \(user_\w+\), would have \d+ bytes, and browsers drop cookies over 4096; its heaviest claim is "notes"\..* run:$/,
    );
    expect(command).toBe(
      `  bartleby template rollback ${version + 1} --message 'it'\\''s fine' --data-dir ${bartleby.dataDir} --accept-broken-users 1`,
    );
    const wrong = await template('rollback', String(version + 1), '--accept-broken-users', '2');
    expect(wrong.stderr).toContain('You accepted 2.');
    const none = await template('rollback', String(version + 1), '--accept-broken-users', 'all');
    expect(none.stderr).toBe('--accept-broken-users takes the number of users that the forecast tells.\n');
    expect((await template('show')).stdout).toBe(`${FALLBACK}\n`);
    const done = await template('rollback', String(version + 1), '--accept-broken-users', '1');
    expect(done.stdout).toContain(`saved as version ${version + 3};`);
    expect(await activeVersion()).toMatchObject({ version: version + 3, accepted_broken_users: 1 });
    await bartleby.platform(metadata, 'PATCH', { public_metadata: { notes: null } });
  });

  it('is refused when today’s tests forbid it', async () => {
    const strict = [{ name: 'never null', expect: [{ claim: 'name', type: 'string' }] }];
    await save(FALLBACK, 'strict', strict);
    const { exitCode, stderr } = await template('rollback', '1', '--keep-tests');
    expect([exitCode, stderr]).toEqual([
      1,
      'Test "never null": name: expected string, but it is null: null. Nothing was saved.\n',
    ]);
    expect((await template('show')).stdout).toBe(`${FALLBACK}\n`);
  });
});

describe('bartleby jwt-templates update', () => {
  const jwt = (...args: string[]) =>
    runCli(['jwt-templates', ...args, '--data-dir', bartleby.dataDir], { cwd: folder });
  const shown = async (name: string) => JSON.parse((await jwt('show', name, '--json')).stdout);
  const SECRET = 'a secret of at least as many bytes as the hash has';

  beforeAll(async () => {
    expect((await jwt('create', '--preset', 'convex')).exitCode).toBe(0);
  });

  it('changes what is named, says what becomes of the claims, and leaves the rest, the key too', async () => {
    const claims = file('reports.json', '{ "aud": "reports", "plan": "{{user.public_metadata.plan}}" }');
    const key = file('secret.txt', `${SECRET}\n`);
    const made = await jwt(
      ...['create', '--name', 'reports', '--claims', claims, '--algorithm', 'HS256', '--key-file', key],
    );
    expect([made.exitCode, made.stderr]).toEqual([0, '']);
    writeFileSync(claims, '{ "aud": "reports", "email": "{{user.primary_email_address}}" }');
    const { exitCode, stdout, stderr } = await jwt(
      ...['update', 'reports', '--claims', claims, '--lifetime', '300', '--name', 'weekly'],
    );
    expect([exitCode, stderr]).toEqual([0, '']);
    expect(stdout).toBe(
      'Updated weekly: version 2; tokens follow it from now on.\n  /plan  removed  unknown\n  /email  added  string | null\n',
    );
    expect(await shown('weekly')).toMatchObject({
      version: 2,
      lifetime: 300,
      allowed_clock_skew: 5,
      custom_signing_key: true,
      signing_algorithm: 'HS256',
    });
    expect((await jwt('update', 'weekly', '--lifetime', '300')).stdout).toBe(
      'Nothing to change: weekly says so already (version 2).\n',
    );
    const own = await jwt('update', 'weekly', '--instance-key', '--json');
    expect(JSON.parse(own.stdout)).toMatchObject({ version: 3, custom_signing_key: false });
  });

  it('refuses what the consumer would, each problem with its place and what would pass; saves nothing', async () => {
    const before = await shown('convex');
    const wrong = file('wrong.json', '{\n  "aud": "konvex",\n  "name": "{{user.fullname}}"\n}');
    const claims = await jwt('update', 'convex', '--claims', wrong);
    expect([claims.exitCode, claims.stdout]).toEqual([1, '']);
    expect(claims.stderr).toMatch(/^error \/aud \(line 2, column \d+\) {2}.+\n {2}repair: .+$/m);
    expect(claims.stderr).toMatch(/^error \/name .*user\.full_name/m);
    expect(claims.stderr).toMatch(/\nNothing was saved\.\n$/);
    expect(await shown('convex')).toEqual(before);
  });

  it('of people who read the same version one saves; the others change nothing', async () => {
    const { version } = await shown('convex');
    const lifetimes = ['61', '62', '63'];
    const results = await Promise.all(
      lifetimes.map((seconds) =>
        jwt('update', 'convex', '--lifetime', seconds, '--if-version', String(version)),
      ),
    );
    const said = results.map(({ stderr }) => stderr).join('');
    expect(results.map(({ exitCode }) => exitCode).sort(), said).toEqual([0, 3, 3]);
    expect(said).toContain(`Somebody saved convex since version ${version}: nothing was changed.`);
    const winner = lifetimes[results.findIndex(({ exitCode }) => exitCode === 0)];
    expect(await shown('convex')).toMatchObject({ version: version + 1, lifetime: Number(winner) });
  });
});
