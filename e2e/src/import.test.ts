import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type ClerkBackendApi,
  clerkMembership,
  clerkOrganization,
  clerkUser,
  clerkUserId,
  startClerkBackendApi,
} from './harness/clerk-backend-api.ts';
import {
  type Bartleby,
  type CommandResult,
  repository,
  runCli,
  startBartleby,
  startProcess,
  withoutOurs,
} from './harness/index.ts';
import { fencedBlocks, onlyBlock, wordOf } from './reading/fenced-blocks.ts';

vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

// Users move in: from the Dashboard's export, from a running Backend API, from another Bartleby, and through faults.

const folder = mkdtempSync(join(tmpdir(), 'bartleby-import-'));
const PASSWORD = 'correct horse battery staple';
const BCRYPT = '$2b$04$abcdefghijklmnopqrstuu7EJV7kdjBBQxyb0HjTh9KS7.Lah/6CG';
const ARGON2 =
  '$argon2id$v=19$m=64,t=1,p=1$O004rj6kqVQWoSVgfQ2H+Q$O/8pxJeOAZdL1OfYMWZVro7PBOT8Sns36pJZw7Pz4+Q';
const HEADER =
  'id,first_name,last_name,username,primary_email_address,primary_phone_number,verified_email_addresses,' +
  'unverified_email_addresses,verified_phone_numbers,unverified_phone_numbers,totp_secret,password_digest,password_hasher';
let bartleby: Bartleby;
let clerk: ClerkBackendApi;

beforeAll(async () => {
  bartleby = await startBartleby({}, join(folder, 'data'));
  clerk = await startClerkBackendApi();
});
afterAll(async () => {
  await clerk?.close();
  await bartleby?.stop();
  rmSync(folder, { recursive: true, force: true });
});

type Json = Record<string, unknown>;
/** On an application of its own, so that each test counts its own users. */
async function newApplication(on = bartleby): Promise<{ id: string; secretKey: string; cli: Cli }> {
  const made = await on.platform<{ application_id: string; instances: { secret_key: string }[] }>(
    '/applications',
    'POST',
    { name: `App ${process.hrtime.bigint()}` },
  );
  const { application_id: id } = made;
  const cli: Cli = (args, env = {}) =>
    runCli([...args, '--app', id, '--data-dir', on.dataDir], { cwd: folder, env });
  return { id, secretKey: made.instances[0]!.secret_key, cli };
}
type Cli = (args: string[], env?: Record<string, string>) => Promise<CommandResult>;

function file(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}
const jsonLines = ({ stdout }: CommandResult): Json[] =>
  stdout
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line) as Json);
const summaryOf = (result: CommandResult) => jsonLines(result).at(-1)!;
const exportOf = async (cli: Cli): Promise<Json[]> => jsonLines(await cli(['export', '--out', '-']));
const backend = async (secretKey: string, path: string, body?: object) => {
  const response = await fetch(`${bartleby.url}/v1${path}`, {
    method: body ? 'POST' : 'GET',
    headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
    ...(body && { body: JSON.stringify(body) }),
  });
  return { status: response.status, body: (await response.json()) as Json };
};

describe('from the Dashboard’s CSV', () => {
  const rows = [
    HEADER,
    `user_2NNEqL2nrIRdJ194ndJqAHwEfxC,Ada,"Love, lace",ada_l,ada@example.com,+14155550100,ada@example.com,ada2@example.com,+14155550100,,,${BCRYPT},bcrypt`,
    `user_csvB,Béla,,bela,bela@example.com,,bela@example.com,,,,,"${ARGON2}",argon2id`,
    'user_csvC,=Formula,,carl,carl@example.com,,carl@example.com,,,,JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP,,',
    'user_csvD,Same,,dora,ADA@example.com,,ada@example.com,,,,,,',
    'user_csvE,Bad,,e,,,,,,,,,',
    'user_csvF,Bad,,fred,,,,,,,,$rot13$x,rot13',
    'user_csvC,Twice,,third,,,,,,,,,',
  ];

  it('a dry run counts, names every row it would refuse, and writes nothing; then the import does just that', async () => {
    const { cli, secretKey } = await newApplication();
    const path = file('users.csv', `${rows.join('\n')}\n`);
    const refusals = [
      /^users\.csv, row 5 \(user_csvD\): email_address: .*"?ada@example\.com.*user_2NNEqL2nrIRdJ194ndJqAHwEfxC/,
      /^users\.csv, row 6 \(user_csvE\): username: .*4/,
      /^users\.csv, row 7 \(user_csvF\): password_hasher: .*/,
      /^users\.csv, row 8 \(user_csvC\): id: is in an earlier row already/,
    ];
    const check = (result: CommandResult) => {
      expect(result.exitCode).toBe(1);
      const said = result.stderr.split('\n').filter((line) => line.startsWith('users.csv'));
      expect(said).toHaveLength(refusals.length);
      for (const refusal of refusals)
        expect(
          said.some((line) => refusal.test(line)),
          result.stderr,
        ).toBe(true);
    };
    const dry = await cli(['import', 'clerk', '--file', path, '--dry-run']);
    check(dry);
    expect(dry.stdout).toBe(
      '7 records: 3 would be created, 0 would be completed, 0 unchanged, 4 refused. Nothing was written.\n',
    );
    expect((await backend(secretKey, '/users/count')).body.total_count).toBe(0);
    const real = await cli(['import', 'clerk', '--file', path]);
    check(real);
    expect(real.stdout).toContain('7 records: 3 created, 0 completed, 0 unchanged, 4 refused.');
    expect((await backend(secretKey, '/users/count')).body.total_count).toBe(3);
    const ada = (await backend(secretKey, '/users/user_2NNEqL2nrIRdJ194ndJqAHwEfxC')).body;
    expect(ada).toMatchObject({ first_name: 'Ada', last_name: 'Love, lace', username: 'ada_l', password_enabled: true }); // biome-ignore format: short
    expect(new Date(ada.created_at as number).toISOString()).toMatch(/^2023-03-22/);
  });

  it('a second run changes nothing and says so', async () => {
    const { cli } = await newApplication();
    const path = file('again.csv', `${rows.slice(0, 4).join('\n')}\n`);
    expect(await cli(['import', 'clerk', '--file', path])).toMatchObject({ exitCode: 0 });
    const before = await exportOf(cli);
    expect(await cli(['import', 'clerk', '--file', path])).toMatchObject({
      exitCode: 0,
      stdout:
        '3 records: 0 created, 0 completed, 3 unchanged, 0 refused. Everything is here already: nothing was changed.\n',
    });
    expect(await exportOf(cli)).toEqual(before);
    const asJson = await cli(['import', 'clerk', '--file', path, '--json']);
    expect(jsonLines(asJson)).toEqual([
      {
        type: 'summary',
        dry_run: false,
        created: 0,
        updated: 0,
        unchanged: 3,
        skipped: 0,
        refused: 0,
        metadata_violating: 0,
      },
    ]);
    expect(asJson.stderr).toBe('');
  });

  it('the old passwords sign in, and only they do', async () => {
    const { cli, secretKey } = await newApplication();
    const path = file('passwords.csv', `${rows.slice(0, 3).join('\n')}\n`);
    expect(await cli(['import', 'clerk', '--file', path])).toMatchObject({ exitCode: 0 });
    for (const id of ['user_2NNEqL2nrIRdJ194ndJqAHwEfxC', 'user_csvB']) {
      const verify = (password: string) => backend(secretKey, `/users/${id}/verify_password`, { password });
      expect([400, 422]).toContain((await verify('another password')).status);
      expect(await verify(PASSWORD)).toMatchObject({ status: 200, body: { verified: true } });
      // The first right password was hashed anew; it goes on being the right one.
      expect(await verify(PASSWORD)).toMatchObject({ status: 200, body: { verified: true } });
    }
  });

  it('wrong columns, broken UTF-8, huge cells and an open quote are reported, and nothing is half made', async () => {
    const { cli, secretKey } = await newApplication();
    const wrong = await cli([
      'import',
      'clerk',
      '--file',
      file('wrong.csv', 'email,name\na@example.com,A\n'),
    ]);
    expect(wrong).toMatchObject({ exitCode: 1, stderr: expect.stringMatching(/no column "id"/) });
    const bytes = Buffer.concat([
      Buffer.from('id,first_name,username,Nickname\nuser_1,'), Buffer.from([0xe9]), Buffer.from(',name1,x\n'),
      Buffer.from(`user_2,${'x'.repeat(200_000)},name2,x\nuser_3,Good,name3,x\nuser_4,"open,name4,x\n`),
    ]); // biome-ignore format: a table
    const broken = await cli(['import', 'clerk', '--file', file('broken.csv', bytes), '--json']);
    expect(broken.exitCode).toBe(1);
    expect(jsonLines(broken)).toEqual([
      { type: 'warning', message: expect.stringMatching(/Nickname/) },
      { type: 'refused', source: 'broken.csv', row: 2, id: 'user_1', problems: [{ field: 'first_name', message: expect.stringMatching(/UTF-8/) }] },
      { type: 'refused', source: 'broken.csv', row: 3, id: 'user_2', problems: [{ field: 'first_name', message: expect.stringMatching(/200000/) }] },
      { type: 'summary', dry_run: false, created: 1, updated: 0, unchanged: 0, skipped: 0, refused: 2, metadata_violating: 0 },
    ]); // biome-ignore format: a table
    expect(broken.stderr).toMatch(/row 5 .*a quoted cell never ends/);
    expect(broken.stderr).not.toMatch(/^\s+at /m);
    const { body } = await backend(secretKey, '/users?limit=10');
    expect((body as unknown as Json[]).map(({ id }) => id)).toEqual(['user_3']);
  });
});

describe('from a running Backend API', () => {
  const TWO_PAGES = 730;
  const COUNT = 60;

  beforeAll(() => {
    clerk.users.push(...Array.from({ length: TWO_PAGES }, (_, index) => clerkUser(index)));
    clerk.organizations.push(clerkOrganization(0), clerkOrganization(1));
    clerk.organizationMemberships.push(
      clerkMembership(0, clerk.organizations[0]!, clerkUserId(0), 'org:admin'),
      clerkMembership(1, clerk.organizations[0]!, clerkUserId(1), 'org:member'),
      clerkMembership(2, clerk.organizations[1]!, clerkUserId(0), 'org:member'),
    );
  });
  const fromApi = () => ['import', 'clerk', '--secret-key', clerk.secretKey, '--api-url', clerk.url];

  it('keeps everything it is told, waits when asked to, and says that passwords are not told', async () => {
    const { cli, secretKey } = await newApplication();
    const dry = await cli([...fromApi(), '--dry-run', '--json']);
    expect(summaryOf(dry)).toMatchObject({ dry_run: true, created: TWO_PAGES + 5, refused: 0 });
    // From here on, also in the tests below, fewer will do.
    clerk.users.length = COUNT;
    clerk.refuseNext(2);
    const result = await cli(fromApi());
    expect(result).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(`${COUNT + 5} created`) });
    expect(result.stderr).toMatch(/does not tell password digests.*reset their password/);
    expect(result.stderr).toMatch(/asks to wait/);
    expect(result.stderr).toMatch(/1 user has passkeys, which are not imported/);
    expect(result.stderr).not.toContain(clerk.secretKey);
    const index = 3;
    const source = clerkUser(index);
    const user = (await backend(secretKey, `/users/${clerkUserId(index)}`)).body;
    for (const field of ['id', 'username', 'first_name', 'external_id', 'primary_email_address_id', 'public_metadata', 'private_metadata', 'unsafe_metadata', 'created_at', 'updated_at', 'last_sign_in_at', 'last_active_at', 'banned'])
      expect([field, user[field]]).toEqual([field, source[field]]); // biome-ignore format: a list
    const ids = (list: unknown) => (list as Json[]).map(({ id }) => id);
    expect(ids(user.email_addresses)).toEqual(ids(source.email_addresses));
    expect(ids(user.external_accounts)).toEqual(ids(source.external_accounts));
    expect((await backend(secretKey, `/users/${clerkUserId(1)}`)).body.banned).toBe(true);
    const records = await exportOf(cli);
    expect(records.filter(({ object }) => object === 'organization')).toMatchObject([
      { id: clerk.organizations[0]!.id, slug: 'organization-0', private_metadata: { billing: 0 } },
      { id: clerk.organizations[1]!.id },
    ]);
    expect(records.filter(({ object }) => object === 'organization_membership')).toMatchObject([
      { role: 'org:admin', user_id: clerkUserId(0), public_metadata: { seat: 0 } },
      { role: 'org:member', user_id: clerkUserId(1) },
      { organization_id: clerk.organizations[1]!.id },
    ]);
    expect(await cli(fromApi())).toMatchObject({
      exitCode: 0,
      stdout: expect.stringMatching(/nothing was changed/),
    });
  });

  it('together with the Dashboard’s CSV each completes the other; the key may come by the environment', async () => {
    const { cli, secretKey } = await newApplication();
    const lines = [0, 1, 2].map(
      (index) =>
        `${clerkUserId(index)},Person,No ${index},person${index},person${index}@example.com,,person${index}@example.com,unproved${index}@example.com,,,,${BCRYPT},bcrypt`,
    );
    const csv = file('digests.csv', `${[HEADER, ...lines].join('\n')}\n`);
    const both = ['import', 'clerk', '--file', csv, '--secret-key', '--api-url', clerk.url, '--json'];
    const key = { CLERK_SECRET_KEY: clerk.secretKey };
    expect(summaryOf(await cli([...both, '--dry-run'], key))).toMatchObject({
      created: COUNT + 5,
      updated: 3,
    });
    const result = await cli(both, key);
    expect(jsonLines(result).some(({ message }) => String(message).includes('password digests'))).toBe(false);
    expect(summaryOf(result)).toMatchObject({ created: COUNT + 5, updated: 3, unchanged: 0, refused: 0 });
    const user = (await backend(secretKey, `/users/${clerkUserId(2)}`)).body;
    expect(user).toMatchObject({ password_enabled: true, private_metadata: { crm: 2 } });
    expect((user.email_addresses as Json[])[0]!.id).toBe(clerkUser(2).primary_email_address_id);
    expect(summaryOf(await cli(both, key))).toMatchObject({ created: 0, updated: 0, unchanged: COUNT + 8 });
  });

  it('a wrong key, a wrong address and no source at all say what to do', async () => {
    const { cli } = await newApplication();
    const say = async (args: string[]) => {
      const { exitCode, stderr } = await cli(['import', 'clerk', ...args]);
      expect(exitCode).toBe(1);
      expect(stderr).not.toMatch(/^\s+at /m);
      return stderr;
    };
    expect(await say([])).toMatch(/--file users\.csv, or --secret-key/);
    expect(await say(['--secret-key', 'nonsense'])).toMatch(/begins with sk_/);
    expect(await say(['--secret-key', '--api-url', clerk.url])).toMatch(/CLERK_SECRET_KEY/);
    expect(await say(['--secret-key', 'sk_test_wrong', '--api-url', clerk.url])).toMatch(
      /does not know this secret key/,
    );
    expect(await say(['--secret-key', 'sk_test_x', '--api-url', 'nowhere'])).toMatch(/is no URL/);
    expect(await say(['--file', join(folder, 'none.csv')])).toMatch(/There is no file/);
    expect(await say(['--file', folder])).toMatch(/is no folder of `bartleby export`/);
  });
});

/** Users as an export has them, with metadata of some size. */
const exportedUsers = (count: number, bytes: number, first = 0) =>
  Array.from({ length: count }, (_, index) =>
    JSON.stringify({
      object: 'user',
      id: clerkUserId(first + index),
      username: `user-${first + index}`,
      email_addresses: [
        { email_address: `u${first + index}@example.com`, verification: { status: 'verified' } },
      ],
      private_metadata: { filler: 'x'.repeat(bytes) },
      created_at: 1_600_000_000_000 + index,
    }),
  ).join('\n');

describe('where the instance declares metadata schemas', () => {
  const lines = Array.from({ length: 13 }, (_, at) =>
    JSON.stringify({
      object: 'user',
      id: `user_meta${at}`,
      public_metadata: { plan: at === 0 ? 'pro' : at },
    }),
  );

  it('a violating user goes in and is told of where it warns, and is refused with the place where it refuses', async () => {
    const { id, cli, secretKey } = await newApplication();
    const path = file('typed.ndjson', `${lines.join('\n')}\n`);
    const schema = { type: 'object', required: ['plan'], properties: { plan: { enum: ['free', 'pro'] } } };
    const declare = (enforcement: string) =>
      bartleby.platform(`/applications/${id}/instances/development/config`, 'PATCH', {
        metadata_schemas: { public: schema, enforcement },
      });
    const run = (...flags: string[]) => cli(['import', 'clerk', '--file', path, ...flags]);
    const place = 'public_metadata/plan must be one of "free", "pro"';

    await declare('refuse');
    const refused = await run();
    expect(refused.exitCode).toBe(1);
    expect(refused.stdout).toMatch(/^13 records: 1 created, 0 completed, 0 unchanged, 12 refused\./);
    expect(refused.stderr).toContain(`typed.ndjson, line 3 (user_meta2): ${place.replace(' ', ': ')}`);
    const { body } = await backend(secretKey, '/users?limit=20');
    expect((body as unknown as Json[]).map(({ id }) => id)).toEqual(['user_meta0']);

    await declare('warn');
    const warned = await run('--dry-run');
    expect(warned.stdout).toMatch(/12 would be created.*\n12 users of them have metadata .* would go in/);
    const real = await run();
    expect(real.exitCode).toBe(0);
    expect(real.stderr).toContain(`Warning: typed.ndjson, line 3 (user_meta2): ${place}`);
    expect(real.stderr.match(/^Warning: /gm)).toHaveLength(10);
    expect(real.stdout).toMatch(
      /12 created.*\n12 users .* went in all the same \(enforcement: warn\)\. The first 10/,
    );
  });
});

describe('faults', () => {
  it('kill -9 of the command, again and again, and of the server meanwhile: it ends complete, nothing twice', async () => {
    const COUNT = 2_000;
    const path = file('many.ndjson', exportedUsers(COUNT, 100));
    const { cli, secretKey, id } = await newApplication();
    const count = async () => Number((await backend(secretKey, '/users/count')).body.total_count);
    const start = () =>
      startProcess(
        process.execPath,
        [join(repository, 'apps/cli/bin/bartleby.mjs'), 'import', 'clerk', '--json', '--file', path, '--app', id, '--data-dir', bartleby.dataDir],
        { cwd: folder, env: withoutOurs(process.env) },
      ); // biome-ignore format: a list
    const until = async (reached: number) => {
      for (let tries = 0; (await count().catch(() => 0)) < reached && tries < 1_200; tries += 1)
        await new Promise((resolve) => setTimeout(resolve, 50));
    };
    for (let kills = 1; kills <= 3; kills += 1) {
      const running = start();
      await until(kills * 250);
      process.kill(-running.child.pid!, 'SIGKILL');
      await running.stop();
      const there = await count();
      expect(there).toBeGreaterThanOrEqual(kills * 250);
      expect(there).toBeLessThan(COUNT);
    }
    const last = start();
    const ended = new Promise((resolve) => last.child.on('exit', resolve));
    await until(1_200);
    const { port } = new URL(bartleby.url);
    process.kill(-bartleby.child.pid!, 'SIGKILL');
    await bartleby.stop();
    bartleby = await startBartleby({}, bartleby.dataDir, port);
    expect(await ended).toBe(0);
    const lines = last.stdout().trim().split('\n');
    expect(JSON.parse(lines.at(-1)!)).toMatchObject({ type: 'summary', refused: 0, skipped: 0 });
    expect(await count()).toBe(COUNT);
    const ids = (await exportOf(cli)).map((record) => record.id);
    expect(ids).toEqual(Array.from({ length: COUNT }, (_, index) => clerkUserId(index)));
  });
});

describe('docs/guides/import-your-users.md', () => {
  const guide = fencedBlocks('docs/guides/import-your-users.md');

  it('its commands do what it says, in its order', async () => {
    const { id } = await newApplication();
    file('users.csv', `${HEADER}\n${clerkUserId(0)},Person,No 0,person0,person0@example.com,,person0@example.com,,,,,${BCRYPT},bcrypt\n`); // biome-ignore format: short
    const run = async (name: string, on: string[]) => {
      const block = onlyBlock(guide, (each) => wordOf(each, 'run') === name);
      const [npx, bartlebyWord, ...args] = block.code.trim().split(' ');
      expect([npx, bartlebyWord]).toEqual(['npx', 'bartleby']);
      const api = args.includes('--secret-key') ? ['--api-url', clerk.url] : [];
      const env = { CLERK_SECRET_KEY: clerk.secretKey, BARTLEBY_DATA_DIR: bartleby.dataDir };
      const result = await runCli([...args, ...api, ...on], { cwd: folder, env });
      expect(result, result.stderr).toMatchObject({ exitCode: 0 });
      return result.stdout;
    };
    const here = ['--app', id];
    expect(await run('dry-run', here)).toMatch(/1 would be completed, .*Nothing was written/);
    expect(await run('import', here)).toMatch(/65 created, 1 completed/);
    expect(await run('import', here)).toMatch(/nothing was changed/);
    expect(await run('export', here)).toMatch(/users\.ndjson: 60/);
    const { id: another } = await newApplication();
    expect(await run('back', ['--app', another])).toMatch(/65 created/);
  });
});

describe('bartleby export', () => {
  it('export, import into an empty server, export: the same bytes; hashes and secrets included', async () => {
    const { cli } = await newApplication();
    clerk.users[4]!.phone_numbers = [
      { id: 'idn_phone4', object: 'phone_number', phone_number: '+14155550199', verification: { status: 'verified', strategy: 'phone_code' }, linked_to: [], reserved: false, reserved_for_second_factor: false, default_second_factor: false, created_at: 1_650_000_000_000, updated_at: 1_650_000_000_000 },
    ]; // biome-ignore format: as the API prints it
    clerk.users[5]!.first_name = '=1+1';
    clerk.users[6]!.first_name = 'quote " and, comma';
    const csv = file('secrets.csv', `${HEADER}\n${clerkUserId(4)},,,,,+14155550199,,,+14155550199,,JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP,${BCRYPT},bcrypt\n`); // biome-ignore format: short
    const imported = await cli([
      'import',
      'clerk',
      '--file',
      csv,
      '--secret-key',
      clerk.secretKey,
      '--api-url',
      clerk.url,
    ]);
    expect(imported, imported.stderr).toMatchObject({ exitCode: 0 });
    const [here, there] = [join(folder, 'here'), join(folder, 'there')];
    const exported = await cli(['export', '--out', here]);
    expect(exported).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/users\.ndjson: \d+/) });
    const other = await startBartleby();
    try {
      const onOther: Cli = (args) => runCli([...args, '--data-dir', other.dataDir], { cwd: folder });
      expect(await onOther(['import', 'clerk', '--file', here])).toMatchObject({ exitCode: 0 });
      expect(await onOther(['export', '--out', there])).toMatchObject({ exitCode: 0 });
    } finally {
      await other.stop();
    }
    for (const name of [
      'users.ndjson',
      'organizations.ndjson',
      'organization_memberships.ndjson',
      'users.csv',
    ]) {
      expect(readFileSync(join(there, name)).equals(readFileSync(join(here, name))), name).toBe(true);
      expect(statSync(join(here, name)).mode & 0o777).toBe(0o600);
    }
    const users = readFileSync(join(here, 'users.ndjson'), 'utf8');
    const secrets = [
      BCRYPT,
      '"totp_secret":"JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"',
      '"phone_number":"+14155550199"',
    ];
    expect(secrets.filter((secret) => !users.includes(secret))).toEqual([]);
    const cells = readFileSync(join(here, 'users.csv'), 'utf8');
    const shown = [`${clerkUserId(5)},'=1+1,`, `,'+14155550199,`, '"quote "" and, comma"'];
    expect(shown.filter((cell) => !cells.includes(cell))).toEqual([]);
    // The spreadsheet's file is an import too, and means the same users.
    const asCsv = await cli(['import', 'clerk', '--file', join(here, 'users.csv'), '--json']);
    expect(summaryOf(asCsv)).toMatchObject({ created: 0, updated: 0, refused: 0 });
  });

  it('import and export of 40 MB of users fit into a heap of 40 MB', async () => {
    const COUNT = 5_000;
    const { cli } = await newApplication();
    const path = file('large.ndjson', exportedUsers(COUNT, 8_000));
    expect(statSync(path).size).toBeGreaterThan(40_000_000);
    const small = { NODE_OPTIONS: '--max-old-space-size=40' };
    const dry = await cli(['import', 'clerk', '--file', path, '--dry-run', '--json'], small);
    expect(summaryOf(dry)).toMatchObject({ created: COUNT, refused: 0 });
    const real = await cli(['import', 'clerk', '--file', path, '--json'], small);
    expect(summaryOf(real)).toMatchObject({ created: COUNT, refused: 0 });
    const out = join(folder, 'large');
    expect(await cli(['export', '--out', out], small)).toMatchObject({ exitCode: 0 });
    expect(statSync(join(out, 'users.ndjson')).size).toBeGreaterThan(40_000_000);
  });
});
