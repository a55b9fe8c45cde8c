import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type RunningProcess, startProcess } from './harness/child-process.ts';
import {
  type Bartleby,
  parseBlock,
  repository,
  runCli,
  startBartleby,
  withoutOurs,
} from './harness/index.ts';
import { processesOf } from './harness/process-list.ts';
import { fencedBlocks, onlyBlock, wordOf } from './reading/fenced-blocks.ts';

vi.setConfig({ testTimeout: 90_000, hookTimeout: 120_000 });

// The command line as people use it: one development server, and every command against it.

const folder = mkdtempSync(join(tmpdir(), 'bartleby-cli-'));
const dataDir = join(folder, 'data');
let bartleby: Bartleby;

beforeAll(async () => {
  bartleby = await startBartleby({}, dataDir);
});
afterAll(async () => {
  await bartleby?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const here = (...args: string[]) => runCli([...args, '--data-dir', dataDir], { cwd: folder });
const hostOfKey = (key: string) => Buffer.from(key.replace(/^pk_test_/, ''), 'base64').toString('utf8');

describe('bartleby dev', () => {
  it('prints exactly one line with --json, and its five facts fit together', () => {
    const lines = bartleby.stdout().split('\n').filter(Boolean);
    expect(lines).toHaveLength(1);
    const facts = JSON.parse(lines[0]!) as Record<string, string>;
    expect(Object.keys(facts)).toEqual(['url', 'publishableKey', 'secretKey', 'platformKey', 'dashboardUrl']);
    const { host, port } = new URL(facts.url!);
    expect(host).toBe(`localhost:${port}`);
    expect(hostOfKey(facts.publishableKey!)).toBe(`app.localhost:${port}$`);
    expect(facts.dashboardUrl).toMatch(new RegExp(`^${facts.url}/dashboard/enter\\?ticket=\\w{20,}$`));
    expect(facts.secretKey).toMatch(/^sk_test_/);
    expect(facts.platformKey).toMatch(/^ak_/);
  });

  it('lets no second process use the same data folder, and goes on undisturbed', async () => {
    const second = await runCli(['dev', '--json', '--port', '0', '--data-dir', dataDir]);
    expect(second.exitCode).toBe(1);
    expect(second.stdout).toBe('');
    expect(second.stderr).toContain(dataDir);
    expect(second.stderr).not.toMatch(/^\s+at /m);
    expect((await fetch(`${bartleby.url}/health/ready`)).status).toBe(200);
  });

  it('takes the next free port when its port is taken, and uses it everywhere', async () => {
    const taken = new URL(bartleby.url).port;
    const other = await startBartleby({}, join(folder, 'other'), taken);
    try {
      const { port } = new URL(other.url);
      expect(Number(port)).toBeGreaterThan(Number(taken));
      expect(hostOfKey(other.publishableKey)).toBe(`app.localhost:${port}$`);
      expect(new URL(other.dashboardUrl).port).toBe(port);
      const { stdout } = await runCli(['env', '--for', 'nextjs', '--data-dir', join(folder, 'other')]);
      expect(stdout).not.toContain(`localhost:${taken}`);
      expect(parseBlock(stdout).BARTLEBY_API_URL).toBe(other.url);
      expect((await fetch(`${other.url}/health/ready`)).status).toBe(200);
    } finally {
      await other.stop();
    }
  });
});

describe('bartleby env', () => {
  it('prints the block of an app with the keys of the running server', async () => {
    const { exitCode, stdout } = await here('env', '--for', 'nextjs');
    expect(exitCode).toBe(0);
    expect(parseBlock(stdout)).toEqual({
      NEXT_PUBLIC_BARTLEBY_PUBLISHABLE_KEY: bartleby.publishableKey,
      BARTLEBY_SECRET_KEY: bartleby.secretKey,
      BARTLEBY_API_URL: bartleby.url,
      NEXT_PUBLIC_BARTLEBY_PROXY_URL: `${bartleby.url}/i/app`,
      NEXT_PUBLIC_BARTLEBY_SIGN_IN_URL: '/sign-in',
      NEXT_PUBLIC_BARTLEBY_SIGN_UP_URL: '/sign-up',
    });
  });

  it('lists the frameworks it knows when asked for another one', async () => {
    const { exitCode, stderr } = await here('env', '--for', 'nope');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('"nope"');
    for (const framework of [
      'nextjs',
      'nextjs-clerk',
      'nextjs-clerk-proxy',
      'express',
      'express-clerk',
      'react',
    ])
      expect(stderr).toMatch(new RegExp(`\\b${framework}\\b`));
  });
});

describe('bartleby explain', () => {
  it('tells where each claim of a token comes from, then and now; by session too', async () => {
    await bartleby.saveTemplate('{ "fullName": "{{user.full_name}}" }');
    const user = await bartleby.backend<{ id: string }>('/users', 'POST', {
      email_address: ['explained@example.com'],
      first_name: 'Ada',
    });
    const session = await bartleby.backend<{ id: string }>('/sessions', 'POST', { user_id: user.id });
    const { jwt } = await bartleby.backend<{ jwt: string }>(`/sessions/${session.id}/tokens`, 'POST', {});
    await bartleby.backend(`/users/${user.id}`, 'PATCH', { first_name: 'Grace' });
    const { exitCode, stdout } = await here('explain', jwt);
    expect(exitCode).toBe(0);
    expect(stdout).toContain(`User ${user.id}, session ${session.id}`);
    expect(stdout).toMatch(
      /fullName {2}\(changed\)\n {2}written {2}"\{\{user\.full_name\}\}"\n {2}reads {4}user\.full_name = "Grace"\n {2}then {5}"Ada".*\n {2}now {6}"Grace"/,
    );
    const guide = onlyBlock(
      fencedBlocks('docs/guides/explain-a-token.md'),
      ({ words }) => words === 'run=explain',
    );
    const [npx, bin, ...words] = guide.code.trim().replace('sess_…', session.id).split(' ');
    expect([npx, bin]).toEqual(['npx', 'bartleby']);
    const next = JSON.parse((await here(...words, '--json')).stdout);
    expect(next).toMatchObject({ token: null, user_id: user.id });
    expect(await here('explain', `${jwt.slice(0, -4)}AAAA`)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/signature/),
    });
    expect(await here('explain')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/--session/),
    });
  });
});

describe('bartleby types', () => {
  it('writes the types of the active template; --check tells a stale file', async () => {
    await bartleby.saveTemplate('{ "fullName": "{{user.full_name}}" }');
    expect(await here('types', '--check')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/missing/),
    });
    expect(await here('types')).toMatchObject({ exitCode: 0 });
    const written = readFileSync(join(folder, 'types/globals.d.ts'), 'utf8');
    expect(written).toMatch(/fullName\??: string \| null/);
    expect(await here('types', '--check')).toMatchObject({ exitCode: 0 });
    await bartleby.saveTemplate('{ "plan": "{{user.public_metadata.plan}}" }');
    expect(await here('types', '--check')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/stale/),
    });
    expect(readFileSync(join(folder, 'types/globals.d.ts'), 'utf8')).toBe(written);
    expect(await here('types')).toMatchObject({ exitCode: 0 });
    expect(await here('types', '--check')).toMatchObject({ exitCode: 0 });
  });
});

describe('bartleby metadata-schema', () => {
  const file = join(folder, 'public.schema.json');
  const schema = (...args: string[]) => here('metadata-schema', ...args);

  it('declares a schema, tells who does not conform, and shows it', async () => {
    const address = ['gold@example.com'];
    await bartleby.backend('/users', 'POST', { email_address: address, public_metadata: { plan: 'gold' } });
    const properties = { plan: { enum: ['free', 'pro'] } };
    writeFileSync(file, JSON.stringify({ type: 'object', properties }));
    const checked = await schema('check', 'public', file);
    expect(checked).toMatchObject({
      exitCode: 2,
      stdout: expect.stringMatching(/^1 of \d+ users do not conform:/),
    });
    expect(checked.stdout).toMatch(
      /gold@example\.com \(user_\w+\): public_metadata\/plan must be one of "free", "pro"/,
    );
    const dry = await schema('set', 'public', file, '--enforcement', 'refuse', '--dry-run');
    expect(dry.stdout).toMatch(/^Nothing was saved.*\n1 of /);
    expect(JSON.parse((await schema('show')).stdout)).toMatchObject({ public: null, enforcement: 'warn' });
    expect((await schema('set', 'public', file)).stdout).toMatch(
      /^Saved \(configuration version \d+\)\.\n1 of /,
    );
    expect(JSON.parse((await schema('show', 'public')).stdout)).toEqual({ type: 'object', properties });
    await bartleby.saveTemplate('{ "plan": "{{user.public_metadata.plan || \'free\'}}" }');
    expect(await here('types')).toMatchObject({ exitCode: 0 });
    expect(readFileSync(join(folder, 'types/globals.d.ts'), 'utf8')).toContain("plan: 'free' | 'pro';");
  });

  it('does what the guide says, command by command', async () => {
    const guide = fencedBlocks('docs/guides/typed-metadata.md');
    writeFileSync(file, onlyBlock(guide, ({ words }) => words === 'typed=schema').code);
    const lines = guide
      .filter(({ words }) => words === 'cli=typed')
      .flatMap(({ code }) => code.trim().split('\n'));
    const results = [];
    for (const line of lines) {
      const [npx, name, ...args] = line.split(' ');
      expect([npx, name]).toEqual(['npx', 'bartleby']);
      results.push(await here(...args));
    }
    expect(results.map(({ exitCode }) => exitCode)).toEqual([2, 0, 0, 0]);
    expect(results[3]?.stdout).toMatch(/^Saved [\s\S]*do not conform:/);
    const gold = { email_address: ['second@example.com'], public_metadata: { plan: 'gold' } };
    await expect(bartleby.backend('/users', 'POST', gold)).rejects.toThrow(/metadata_schema_violated/);
    expect(await schema('set', 'public', '--enforcement', 'warn')).toMatchObject({ exitCode: 0 });
  });

  it('names what is wrong with a schema, and saves nothing', async () => {
    writeFileSync(file, '{"type": "object", "propertis": {}}');
    expect(await schema('set', 'public', file)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/metadata_schemas\.public\/propertis: .*did you mean properties\?/),
    });
    writeFileSync(file, '{');
    expect(await schema('set', 'public', file)).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/no JSON/),
    });
    expect(await schema('set', 'public', '--remove')).toMatchObject({ exitCode: 0 });
  });
});

describe('bartleby forecast', () => {
  const draft = join(folder, 'claims.json');
  const forecast = (...args: string[]) => here('forecast', ...args);

  it('tells what a draft does to every user, saves nothing, and exits with 2 when one would not fit', async () => {
    await bartleby.saveTemplate('{ "name": "{{user.first_name}}" }');
    for (const [name, text] of [
      ['Ada', 'x'],
      ['Heavy', 'x'.repeat(4_000)],
    ])
      await bartleby.backend('/users', 'POST', {
        email_address: [`${name}@forecast.example`],
        first_name: name,
        public_metadata: { text },
        skip_password_requirement: true,
      });
    writeFileSync(draft, '{ "name": "{{user.full_name}}", "text": "{{user.public_metadata.text}}" }');
    const guide = fencedBlocks('docs/guides/forecast-a-change.md');
    const { code } = onlyBlock(guide, (block) => wordOf(block, 'cli') === 'forecast');
    expect(code.trim()).toMatch(/^npx bartleby forecast claims\.json$/);
    const told = await here(...code.trim().split(' ').slice(2));
    expect(told).toMatchObject({
      exitCode: 2,
      stdout: expect.stringContaining('1 user would not fit in 4,096 bytes'),
    });
    expect(told.stdout).toMatch(/because of text: 1 user/);
    expect(told.stdout).toMatch(/Heavy \(user_\w+\): [\d,]+ bytes/);
    expect(told.stdout).toMatch(/\/text +added +\d+ users? /);
    const asJson = await forecast(draft, '--json');
    expect(asJson.stdout.trimEnd().split('\n')).toHaveLength(1);
    const result = JSON.parse(asJson.stdout) as { over_limit: { users_after: number } };
    expect([asJson.exitCode, asJson.stderr, result.over_limit.users_after]).toEqual([2, '', 1]);
    const saved = await forecast();
    expect(saved).toMatchObject({
      exitCode: 0,
      stdout: expect.stringContaining('Every token fits in the cookie'),
    });
    expect(saved.stdout).toContain('No claim changes.');
  });

  it('a draft with errors and a file that is not there: one clear sentence each, and 1', async () => {
    writeFileSync(draft, '{\n  "name": "{{user.nope}}"\n}');
    const broken = await forecast(draft);
    expect(broken).toMatchObject({
      exitCode: 1,
      stdout: '',
      stderr: expect.stringMatching(/line 2, column \d+: .*nope/),
    });
    const missing = await forecast(join(folder, 'nowhere.json'));
    expect(missing).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/nowhere\.json cannot be read/),
    });
    expect(missing.stderr).not.toMatch(/^\s+at /m);
  });
});

describe('bartleby operators link', () => {
  it('makes a link that signs in once', async () => {
    const { exitCode, stdout } = await here('operators', 'link');
    expect(exitCode).toBe(0);
    const link = new URL(stdout.trim());
    expect(link.origin + link.pathname).toBe(`${bartleby.url}/dashboard/enter`);
    const enter = () =>
      fetch(`${bartleby.url}/i/operators/v1/client/sign_ins`, {
        method: 'POST',
        headers: { origin: bartleby.url },
        body: new URLSearchParams({ strategy: 'ticket', ticket: link.searchParams.get('ticket')! }),
      });
    const first = await enter();
    expect(first.status).toBe(200);
    expect(await first.json()).toMatchObject({ response: { status: 'complete' } });
    const second = await enter();
    expect(second.status).toBeGreaterThanOrEqual(400);
    expect(second.status).toBeLessThan(500);
  });

  it('makes a new operator with --role and --email only, and says so', async () => {
    const viewer = ['operators', 'link', '--email', 'viewer@example.com'];
    expect(await here(...viewer)).toMatchObject({ exitCode: 1 });
    expect(await here(...viewer, '--role', 'viewer')).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/\/dashboard\/enter\?ticket=/),
    });
    expect(await here('operators', 'link', '--role', 'viewer')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/name the address with --email/),
    });
    expect(await here(...viewer, '--role', 'king')).toMatchObject({ exitCode: 1 });
  });
});

describe('a viewer', () => {
  it('looks, and every command that would change something says in one line who may, and exits with 1', async () => {
    const guide = fencedBlocks('docs/guides/operators.md');
    const invite = onlyBlock(guide, ({ words }) => words === 'cli=operators').code.trim();
    const invited = await here(...invite.replace('npx bartleby ', '').split(' '));
    const ticket = new URL(invited.stdout.trim()).searchParams.get('ticket') ?? '';
    const entered = await fetch(`${bartleby.url}/i/operators/v1/client/sign_ins`, {
      method: 'POST',
      headers: { origin: bartleby.url },
      body: new URLSearchParams({ strategy: 'ticket', ticket }),
    });
    const { client } = (await entered.json()) as {
      client: { sessions: { last_active_token: { jwt: string } }[] };
    };
    const env = { BARTLEBY_PLATFORM_KEY: client.sessions[0]!.last_active_token.jwt };
    const asViewer = (...args: string[]) =>
      runCli([...args, '--data-dir', join(folder, 'viewer'), '--url', bartleby.url], { cwd: folder, env });
    const file = (name: string, text: string) => {
      writeFileSync(join(folder, name), text);
      return name;
    };
    const origins = file('viewer.json', '{ "allowed_origins": ["https://viewer.example"] }');
    const schema = file('viewer.schema.json', '{ "type": "object" }');
    const before = await bartleby.platform(`${await bartleby.instancePath()}/config`);
    const [looked, ...refused] = await Promise.all([
      asViewer('jwt-templates', 'list'),
      asViewer('config', 'push', origins, '--yes'),
      asViewer('metadata-schema', 'set', 'public', schema),
      asViewer('template', 'rollback', '1'),
      asViewer('jwt-templates', 'create', '--name', 'mine', '--claims', schema),
      asViewer('import', 'clerk', '--file', file('viewer.csv', 'id,first_name\nuser_viewer1,Vi\n')),
    ]);
    expect(looked).toMatchObject({ exitCode: 0, stderr: '' });
    const may = onlyBlock(guide, ({ words }) => words === 'told=viewer').code;
    expect(refused.map(({ exitCode, stderr }) => [exitCode, stderr])).toEqual(refused.map(() => [1, may]));
    const [exported, link] = await Promise.all([
      asViewer('export', '--out', '-'),
      asViewer('operators', 'link'),
    ]);
    expect([exported.exitCode, exported.stdout, exported.stderr]).toEqual([
      1,
      '',
      'Your role may not read this: ask an owner.\n',
    ]);
    expect([link.exitCode, link.stderr]).toEqual([
      1,
      'Only an owner of the whole server may do this: ask one.\n',
    ]);
    expect(await bartleby.platform(`${await bartleby.instancePath()}/config`)).toEqual(before);
  });
});

describe('bartleby doctor', () => {
  it('finds the running server well, and says what to do when none runs', async () => {
    expect(await here('doctor')).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/All is well/) });
    const nowhere = await runCli([
      'doctor',
      '--data-dir',
      join(folder, 'empty'),
      '--url',
      'http://localhost:9',
    ]);
    expect(nowhere).toMatchObject({ exitCode: 1, stdout: expect.stringMatching(/bartleby dev/) });
  });
});

describe('bartleby start', () => {
  const start = (env: Record<string, string>) =>
    runCli(['start', '--data-dir', join(folder, 'production')], { env });

  it('lists every problem at once, each with the line to add, and exits with 1', async () => {
    const { exitCode, stderr } = await start({});
    expect(exitCode).toBe(1);
    for (const name of [
      'BARTLEBY_ENCRYPTION_KEY',
      'BARTLEBY_PUBLIC_URL',
      'BARTLEBY_SMTP_URL',
      'DATABASE_URL',
    ])
      expect(stderr).toMatch(new RegExp(`Add: ${name}=`));
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it('refuses a public URL without https unless told, and a key that is none', async () => {
    const { exitCode, stderr } = await start({
      BARTLEBY_PUBLIC_URL: 'http://auth.example.com',
      BARTLEBY_ENCRYPTION_KEY: 'short',
    });
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/https/);
    expect(stderr).toMatch(/BARTLEBY_ENCRYPTION_KEY/);
  });
});

describe('bartleby --help', () => {
  const commands = [
    [],
    ['dev'],
    ['start'],
    ['types'],
    ['metadata-schema'],
    ['metadata-schema', 'set'],
    ['env'],
    ['doctor'],
    ['import'],
    ['import', 'clerk'],
    ['export'],
    ['forecast'],
    ['jwt-templates', 'create'],
    ['jwt-templates', 'update'],
    ['operators'],
    ['operators', 'link'],
    ['clerk-assets'],
    ['clerk-assets', 'pull'],
  ];
  for (const command of commands)
    it(`explains ${['bartleby', ...command].join(' ')}`, async () => {
      const { exitCode, stdout } = await runCli([...command, '--help']);
      expect(exitCode).toBe(0);
      expect(stdout).toContain(`Usage: ${['bartleby', ...command].join(' ')}`);
      expect(stdout).toMatch(/--help/);
    });

  it('an unknown command is an error that says where the list is', async () => {
    const { exitCode, stderr } = await runCli(['sign']);
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(/unknown command 'sign'[\s\S]*--help/);
  });
});

describe('stopping and starting again', () => {
  let watch: RunningProcess;
  const globals = () => readFileSync(join(folder, 'types/watched.d.ts'), 'utf8');
  afterAll(async () => watch?.stop());

  it('`bartleby types --watch` follows the template and the metadata schema, a line for each change', async () => {
    expect(await here('types', '--watch', '--check')).toMatchObject({
      exitCode: 1,
      stderr: expect.stringMatching(/use one of them/),
    });
    await bartleby.saveTemplate(
      '{ "fullName": "{{user.full_name}}", "age": "{{user.public_metadata.age}}" }',
    );
    const guide = onlyBlock(
      fencedBlocks('docs/guides/typed-metadata.md'),
      ({ words }) => words === 'cli=watch',
    );
    expect(guide.code.trim()).toBe('npx bartleby types --watch');
    const args = ['types', '--watch', '--every', '0.1', '--out', 'types/watched.d.ts'];
    watch = startProcess(process.execPath, [join(repository, 'apps/cli/bin/bartleby.mjs'), ...args], {
      cwd: folder,
      // In the environment: the next test looks for processes of the server by their arguments.
      env: { ...withoutOurs(process.env), BARTLEBY_DATA_DIR: dataDir },
    });
    await watch.waitFor(/watched\.d\.ts written \(template version \d+\)/);
    await bartleby.saveTemplate('{ "age": "{{user.public_metadata.age}}", "id": "{{user.id}}" }');
    await watch.waitFor(/\(template version \d+\): added id: string; removed fullName\.\n/);
    expect(globals()).toContain('id: string;');
    const properties = { age: { type: 'integer' } };
    await bartleby.platform(`${await bartleby.instancePath()}/config`, 'PATCH', {
      metadata_schemas: { public: { type: 'object', properties } },
    });
    await watch.waitFor(/age: unknown is now number \| null; metadata schemas changed\./);
    expect(globals()).toMatch(
      /age: number \| null;[\s\S]*interface UserPublicMetadata \{\n {4}age\?: number;/,
    );
    await bartleby.platform(`${await bartleby.instancePath()}/config`, 'PATCH', { test_mode: false });
    await bartleby.platform(`${await bartleby.instancePath()}/config`, 'PATCH', { test_mode: true });
  });

  it('SIGINT ends it within 5 s with no process and no lock left; the next start keeps all data', async () => {
    const user = await bartleby.backend<{ id: string }>('/users', 'POST', {
      email_address: ['ada@example.com'],
      first_name: 'Ada',
    });
    await bartleby.saveTemplate('{ "kept": true }');
    const stoppedAt = performance.now();
    const ended = new Promise<number | null>((resolve) => bartleby.child.on('exit', resolve));
    const killGroup = bartleby.leaveGroup();
    bartleby.child.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(performance.now() - stoppedAt).toBeLessThan(5_000);
    const left = processesOf({ group: bartleby.child.pid!, mention: dataDir });
    if (left.length > 0) killGroup();
    expect(left).toEqual([]);
    expect(readdirSync(dataDir).filter((name) => /lock|sock|pid/.test(name))).toEqual([]);

    const before = bartleby;
    const port = new URL(before.url).port;
    bartleby = await startBartleby({}, dataDir, port);
    const { url, publishableKey, secretKey, platformKey } = bartleby;
    expect({ url, publishableKey, secretKey, platformKey }).toEqual({
      url: before.url,
      publishableKey: before.publishableKey,
      secretKey: before.secretKey,
      platformKey: before.platformKey,
    });
    expect(bartleby.dashboardUrl).not.toBe(before.dashboardUrl);
    expect(await bartleby.backend(`/users/${user.id}`)).toMatchObject({ first_name: 'Ada' });
    const { config } = await bartleby.platform<{ config: { session: { claims: unknown } } }>(
      `${await bartleby.instancePath()}/config?keys=session`,
    );
    expect(config.session.claims).toEqual({ kept: true });
  });

  it('a lock that a killed process left behind stops nobody', async () => {
    const files = readdirSync(dataDir).filter((name) => /lock/.test(name));
    expect(files.length).toBeGreaterThan(0);
    const left = files.map((name) => [name, readFileSync(join(dataDir, name))] as const);
    await bartleby.stop();
    for (const [name, bytes] of left) writeFileSync(join(dataDir, name), bytes);
    bartleby = await startBartleby({}, dataDir);
    expect((await fetch(`${bartleby.url}/health/ready`)).status).toBe(200);
  });

  it('`bartleby types --watch` has waited for the server, and goes on; Ctrl-C ends it with 0', async () => {
    await watch.waitFor(/does not answer: waiting for it\.\n(?:[\s\S]*\n)?The server answers again\./);
    await bartleby.saveTemplate('{ "back": true }');
    await watch.waitFor(/added back: true; /);
    expect(watch.said()).not.toMatch(/no type changed/);
    const ended = new Promise<number | null>((resolve) => watch.child.on('exit', resolve));
    watch.child.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(globals()).toContain('back: true;');
    expect(readdirSync(join(folder, 'types')).filter((name) => /tmp/.test(name))).toEqual([]);
  });
});
