import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fileSource } from './file-source.ts';
import type { SourceRow } from './source-row.ts';

const folder = mkdtempSync(join(tmpdir(), 'bartleby-file-source-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

async function read(name: string, content: string | Buffer) {
  const path = join(folder, name);
  writeFileSync(path, content);
  const rows: SourceRow[] = [];
  const warnings: string[] = [];
  let complaint: string | null = null;
  try {
    const source = fileSource(path, 1_700_000_000_000);
    for await (const row of source.rows((text) => warnings.push(text))) rows.push(row);
    expect(source.progress()).toBe(1);
  } catch (error) {
    complaint = (error as Error).message;
  }
  return { rows, warnings, complaint };
}
const problemsOf = ({ rows }: { rows: SourceRow[] }) =>
  rows.flatMap(({ row, problems }) => problems.map(({ field, message }) => `${row} ${field} ${message}`));

describe('a CSV file of the Dashboard', () => {
  const header =
    'id,first_name,last_name,username,primary_email_address,primary_phone_number,verified_email_addresses,' +
    'unverified_email_addresses,verified_phone_numbers,unverified_phone_numbers,totp_secret,password_digest,password_hasher';

  it('becomes records: primary first, verified unless listed as unverified, lists by comma or bar', async () => {
    const lines = [
      header,
      'user_1,Ada,"Love ""L"" lace",ada,a@example.com,+14155550100,"b@example.com|a@example.com",c@example.com,+14155550100,,JBSWY3DPEHPK3PXP,$2a$10$x,bcrypt',
      'user_2,,,,u@example.com,,,"u@example.com,v@example.com",,+14155550101,,,',
      'user_3,"new\r\nline",,three,,,,,,,,,',
    ];
    const { rows, warnings, complaint } = await read('good.csv', `\ufeff${lines.join('\r\n')}\r\n`);
    expect([warnings, complaint]).toEqual([[], null]);
    expect(rows.map(({ row, problems }) => [row, problems])).toEqual([[2, []], [3, []], [4, []]]); // biome-ignore format: short
    const verified = { verification: { status: 'verified' } };
    const unverified = { verification: null };
    expect(rows.map(({ record }) => record)).toEqual([
      {
        object: 'user',
        id: 'user_1',
        first_name: 'Ada',
        last_name: 'Love "L" lace',
        username: 'ada',
        primary_email_address: 'a@example.com',
        primary_phone_number: '+14155550100',
        email_addresses: [
          { email_address: 'a@example.com', ...verified },
          { email_address: 'c@example.com', ...unverified },
          { email_address: 'b@example.com', ...verified },
        ],
        phone_numbers: [{ phone_number: '+14155550100', ...verified }],
        totp_secret: 'JBSWY3DPEHPK3PXP',
        password_digest: '$2a$10$x',
        password_hasher: 'bcrypt',
      },
      {
        object: 'user',
        id: 'user_2',
        primary_email_address: 'u@example.com',
        email_addresses: [
          { email_address: 'u@example.com', ...unverified },
          { email_address: 'v@example.com', ...unverified },
        ],
        phone_numbers: [{ phone_number: '+14155550101', ...unverified }],
      },
      { object: 'user', id: 'user_3', first_name: 'new\r\nline', username: 'three' },
    ]);
  });

  it('reports a bad row by its number and field, and reads the next one', async () => {
    const [start, end] = [
      'id,first_name,public_metadata,banned,created_at\n',
      'user_9,Good,{},true,1700000000\n',
    ];
    const bytes = Buffer.concat([
      Buffer.from(start),
      Buffer.from('user_1,'), Buffer.from([0x4a, 0xf6, 0x72]), Buffer.from('g,{},,\n'),
      Buffer.from(`user_2,${'x'.repeat(200_000)},{},,\n`),
      Buffer.from('user_3,too,few\n'),
      Buffer.from('user_4,a,"{""a"":",,\n'),
      Buffer.from('user_5,a,"[1]",maybe,yesterday\n'),
      Buffer.from('user_6,a\u0000b,{},,\n'),
      Buffer.from(',nobody,{},,\n'),
      Buffer.from(end),
    ]); // biome-ignore format: a table
    const found = await read('bad.csv', bytes);
    expect(found.complaint).toBeNull();
    expect(problemsOf(found)).toEqual([
      '2 first_name is no UTF-8: save the file as UTF-8, or mend the cell.',
      '3 first_name is 200000 characters long; at most 65536 can be anything here.',
      '4 row has 3 cells; the header has 5 columns.',
      '5 public_metadata must be a JSON object.',
      '6 public_metadata must be a JSON object.',
      '6 banned must be true or false.',
      '6 created_at must be an instant, such as 2024-05-01T12:00:00Z or epoch milliseconds.',
      '7 first_name holds a NUL character: remove it.',
      '8 id is missing: records keep the ids they have, such as user_….',
    ]);
    expect(found.rows.filter(({ record }) => record !== null).map(({ record }) => record)).toEqual([
      { object: 'user', id: 'user_9', first_name: 'Good', public_metadata: {}, banned: true, created_at: 1_700_000_000_000 },
    ]); // biome-ignore format: one value
    expect(found.rows.map(({ id }) => id)).toEqual(['user_1', 'user_2', 'user_3', 'user_4', 'user_5', 'user_6', null, 'user_9']); // biome-ignore format: short
  });

  it('says which columns nobody knows, and imports the others', async () => {
    const { rows, warnings } = await read('more.csv', 'id,first_name,Nickname,Shoe size\nuser_1,A,B,44\n');
    expect(warnings).toEqual([
      'more.csv: not imported, since nobody knows what it means: Nickname, Shoe size.',
    ]);
    expect(rows[0]!.record).toEqual({ object: 'user', id: 'user_1', first_name: 'A' });
  });

  it.each([
    ['', /is empty/],
    ['first_name,last_name\nA,B\n', /no column "id".*first_name, last_name.*Nothing was read/],
    ['id,email\nuser_1,a@example.com\n', /besides "id" no column is known.*primary_email_address/],
    ['id,first_name,first_name\nuser_1,A,B\n', /"first_name" is there twice/],
    ['id;first_name\nuser_1;A\n', /semicolons or tabs/],
    ['id,,first_name\n', /a column has no name/],
    ['id,password_digest\nuser_1,x\n', /password_digest and password_hasher come together/],
    [Buffer.from('\ufeffid,first_name\n', 'utf16le'), /UTF-16/],
  ])('is refused as a whole when the header is wrong: %j', async (content, expected) => {
    const { rows, complaint } = await read('wrong.csv', content);
    expect(rows).toEqual([]);
    expect(complaint).toMatch(expected);
  });

  it.each([
    ['id,first_name\nuser_1,A\nuser_2,"B\nuser_3,C\n', /row 3 \(line \d\): a quoted cell never ends/],
    ['id,first_name\nuser_1,A\nuser_2,"B"x\nuser_3,C\n', /row 3 \(line 3\): a quotation mark/],
    [`id,first_name\nuser_1,A\nuser_2,"${'x'.repeat(9_000_000)}`, /row 3 .*larger than 8 MB/],
  ])('whose quoting breaks stops there and says what was read', async (content, expected) => {
    const { rows, complaint } = await read('quotes.csv', content);
    expect(rows.map(({ id }) => id)).toEqual(['user_1']);
    expect(complaint).toMatch(expected);
  });
});

describe('a JSON file', () => {
  const api = {
    object: 'user',
    id: 'user_1',
    first_name: 'A, [b] {c} "d" \\',
    email_addresses: [],
    created_at: 1,
  };
  const flat = {
    id: 'user_2',
    primary_email_address: 'a@example.com',
    created_at: '2024-05-01T12:00:00.000Z',
  };

  it.each([
    ['list.json', JSON.stringify([api, flat])],
    ['pretty.json', `\ufeff\n ${JSON.stringify([api, flat], null, 2)}\n`],
    ['lines.ndjson', `${JSON.stringify(api)}\n\n${JSON.stringify(flat)}`],
    ['lines.jsonl', `${JSON.stringify(api)}\r\n${JSON.stringify(flat)}\r\n`],
    ['lines.json', `${JSON.stringify(api)}\n${JSON.stringify(flat)}\n`],
  ])('%s: a list or one object a line, in the API’s shape or the Dashboard’s', async (name, content) => {
    const { rows, complaint } = await read(name, content);
    expect(complaint).toBeNull();
    expect(rows.map(({ record }) => record)).toEqual([
      { object: 'user', id: 'user_1', first_name: api.first_name, email_addresses: [], created_at: 1000 },
      {
        object: 'user',
        id: 'user_2',
        primary_email_address: 'a@example.com',
        email_addresses: [{ email_address: 'a@example.com', verification: { status: 'verified' } }],
        created_at: 1_714_564_800_000,
      },
    ]);
  });

  it('reports a bad entry by its place, and reads the next one', async () => {
    const list = Buffer.concat([
      Buffer.from('[{"id":"user_1",,}, 5, [], {"id":"user_2","first_name":"'), Buffer.from([0xff]), Buffer.from('"},'),
      Buffer.from('{"id":"user_3","first_name":"\\ud800"},{"id":"user_4","first_name":{}},,'),
      Buffer.from(`{"id":"user_5","first_name":"${'x'.repeat(3_000_000)}"},{"id":"user_6","username":"six6"}]`),
    ]); // biome-ignore format: a table
    const found = await read('bad.json', list);
    expect(found.complaint).toBeNull();
    expect(problemsOf(found)).toEqual([
      '1 entry is no JSON: mend it.',
      '2 entry is no JSON object: each entry is one user.',
      '3 entry is no JSON object: each entry is one user.',
      '4 entry is no UTF-8: mend it.',
      '5 first_name holds half a character (a lone surrogate): mend the text.',
      '6 first_name must be a text.',
      '7 entry is no JSON: mend it.',
      '8 entry is no JSON, or larger than 2 MB: mend it.',
    ]);
    expect(found.rows.at(-1)!.record).toEqual({ object: 'user', id: 'user_6', username: 'six6' });
  });

  it.each([
    [
      'cut.json',
      '[{"id":"user_1","username":"one1"},{"id":"user_2"',
      /never ends after entry 2, which was not read/,
    ],
    ['text.json', 'id,first_name', /is no JSON/],
    ['users.txt', 'x', /must end with .csv, .json or .ndjson/],
  ])('%s is refused: %s', async (name, content, expected) => {
    expect((await read(name, content)).complaint).toMatch(expected);
  });

  it('that is not there is named', () => {
    expect(() => fileSource(join(folder, 'none.csv'), 0)).toThrow(/There is no file/);
    expect(() => fileSource(folder, 0)).toThrow(/is no file/);
  });
});
