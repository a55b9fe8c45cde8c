import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createTestServer, type TestServer } from '../../../testing/create-test-server.ts';
import { openTestBrowser } from '../../../testing/test-browser.ts';
import { verifyDigest } from './verify-digest.ts';

let server: TestServer;
let count = 0;

beforeAll(async () => {
  server = await createTestServer();
});
afterAll(() => server.close());

const PASSWORD = 'open sesame 9';
const BCRYPT = '$2b$04$abcdefghijklmnopqrstuuMif1.ewzlV2HMotzLOPwvrV.ZBQES4K';
/** Of PASSWORD, computed with Python's hashlib and crypt, and OpenSSL's AES-256-CTR. */
const DIGESTS = [
  ['bcrypt', BCRYPT],
  ['bcrypt_sha256_django', 'bcrypt_sha256$$2b$04$abcdefghijklmnopqrstuuM69wzmU/P9PRufxs0ArWl6fzEfWxZTu'],
  ['ldap_ssha', '{SSHA}aZal+zesBTQP0N4SZNVlMr7ZSyRzYWx0c2FsdA=='],
  ['md5', '401b236c661d1af4938e67c4fe7a0766'],
  ['md5_phpass', '$P$9abcdefghhlVhAqwRXdg7wsJVl7BXL0'],
  ['md5_salted', 'saltsalt$5fe6090fbb607c3d054ee9eed4410ce0'],
  ['md5_salted', 'saltsalt$edebbb9f47e94d6b66389a7e2e0089a2'],
  ['pbkdf2_sha1', 'pbkdf2_sha1$1000$saltsalt$842dd93f5f294cc9d1b3e6cdd5bb30f7d6e47071'],
  ['pbkdf2_sha1', 'pbkdf2_sha1$1000$saltsalt$842dd93f5f294cc9d1b3e6cdd5bb30f7d6e47071$20'],
  ['pbkdf2_sha256', 'pbkdf2_sha256$1000$c2FsdHNhbHQ=$oaQZFSFvCaYL0oBDGjLCBOe+potaHEq26H0vETxof2M='],
  ['pbkdf2_sha256_django', 'pbkdf2_sha256$1000$c2FsdHNhbHQ$nQIM+U1hjsPTvLDN87xWkXgsbcxKkH8aaHj36wBA2UA='],
  [
    'pbkdf2_sha512',
    'pbkdf2_sha512$1000$saltsalt$072ade1e47cbb16d4587e0e7f670c54849fcfa64d5dae586fe45bceb2c7af96fce8cc9692c55d53ad0535bfe56d92c506efe731886b07b1e6d43944542b78b16',
  ],
  [
    'pbkdf2_sha512_hex',
    'pbkdf2_sha512_hex$1000$73616c7473616c74$072ade1e47cbb16d4587e0e7f670c54849fcfa64d5dae586fe45bceb2c7af96fce8cc9692c55d53ad0535bfe56d92c506efe731886b07b1e6d43944542b78b16',
  ],
  ['phpass', '$P$9abcdefghssUzaRk8tH9uwFWdJPGNQ/'],
  [
    'scrypt_firebase',
    'ud06MQ3AXoJM2CEu9Lt/WBvwSFqW0TvRt7bOk8PNwq2tdwT5zbTFWvSFQ+HjeOnN4q7MseVRlu0Bg679KVinyw==$c2FsdHNhbHQ=$AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8gISIjJCUmJygpKissLS4vMDEyMzQ1Njc4OTo7PD0+Pw==$QoE=$8$14',
  ],
  [
    'scrypt_werkzeug',
    'scrypt:32768:8:1$Zx9salt$24baee7f2048150b8d9ab8d1ce04631d4593106c162d0e6909bf3004e60e7534bb62dc9124ff37b6786eb9295e01119db68a6e136c247eb465229e98434b7508',
  ],
  ['sha256', 'ee0b0c2873da9378adfdad1b34df9b076f656b6ebf055d5f22781d00ea387c42'],
  ['sha256_salted', 'saltsalt$f96257d8203fa1e92a52b0e26ff0e831286568beb42405ca8a20b8bb45ace7ef'],
  ['sha256_salted', 'saltsalt$781c10792299c2dea611d8123679463b618e3f7c7045a172a5d067813e60f03c'],
  [
    'sha512_symfony',
    'sha512_symfony$5000$saltsalt$qLXYfxHJkdg23G5EUw6ObfphxgnLH7/J9H0zSPqwEa1T3EIiGnz4R6z4Hlwv3BaqbqWW7Q21etcAmc4Mq7jaoQ==',
  ],
] as const;

function make(fields: object) {
  count += 1;
  return server.backend('POST', '/v1/users', { email_address: [`digest${count}@example.com`], ...fields });
}
const verify = (userId: string, password: string) =>
  server.backend('POST', `/v1/users/${userId}/verify_password`, { password });

async function secretOf(userId: string) {
  return server.dependencies.database.queries
    .selectFrom('users')
    .select(['password_hash', 'password_digest', 'password_hasher'])
    .where('id', '=', userId)
    .executeTakeFirstOrThrow();
}

describe('password_digest', () => {
  it.each(DIGESTS)(
    '%s: the password passes, another does not, and argon2id takes its place: %s',
    async (...pair) => {
      const [password_hasher, password_digest] = pair;
      const made = await make({ password_digest, password_hasher });
      expect(made.statusCode).toBe(200);
      expect(made.json().password_enabled).toBe(true);
      expect(made.body).not.toContain(password_digest);
      const { id } = made.json();
      expect((await verify(id, `${PASSWORD}!`)).statusCode).toBe(422);
      expect(await secretOf(id)).toMatchObject({ password_digest, password_hasher });
      expect((await verify(id, PASSWORD)).json()).toEqual({ verified: true });
      expect(await secretOf(id)).toEqual({
        password_hash: expect.stringMatching(/^\$argon2id\$/),
        password_digest: null,
        password_hasher: null,
      });
      expect((await verify(id, PASSWORD)).json()).toEqual({ verified: true });
      expect((await verify(id, `${PASSWORD}!`)).statusCode).toBe(422);
    },
  );

  it('argon2id of another place is checked, then hashed as ours', async () => {
    const password_digest = await server.dependencies.passwords.hash(PASSWORD);
    const { id } = (await make({ password_digest, password_hasher: 'argon2id' })).json();
    expect((await verify(id, PASSWORD)).statusCode).toBe(200);
    expect((await secretOf(id)).password_hash).not.toBe(password_digest);
  });

  it.each([
    ['argon2i', '$argon2id$v=19$m=19456,t=2,p=1$c2FsdHNhbHRzYWx0$c2FsdHNhbHRzYWx0c2FsdHNhbHRzYWx0'],
    ['argon2id', '$argon2id$v=19$m=9999999,t=2,p=1$c2FsdHNhbHRzYWx0$c2FsdHNhbHRzYWx0c2FsdHNhbHRzYWx0'],
    ['bcrypt', BCRYPT.slice(0, -1)],
    ['bcrypt', BCRYPT.replace('$04$', '$31$')],
    ['bcrypt_sha256_django', BCRYPT],
    ['ldap_ssha', '{SSHA}c2FsdA=='],
    ['md5', 'no hash'],
    ['md5_salted', '401b236c661d1af4938e67c4fe7a0766'],
    ['md5_phpass', '$P$zabcdefghhlVhAqwRXdg7wsJVl7BXL0'],
    ['pbkdf2_sha1', 'pbkdf2_sha1$0$saltsalt$842dd93f5f294cc9d1b3e6cdd5bb30f7d6e47071'],
    ['pbkdf2_sha256', 'pbkdf2_sha256$1000$c2FsdHNhbHQ=$AAAA'],
    ['pbkdf2_sha512', 'pbkdf2_sha512$99999999999$saltsalt$00'],
    ['scrypt_firebase', 'a$b$c$d$8$14'],
    ['scrypt_werkzeug', `scrypt:32767:8:1$salt$${'0'.repeat(128)}`],
    ['sha256', 'f00d'],
    ['sha512_symfony', 'sha512_symfony$5000$salt$AAAA'],
  ])('422: a malformed or too costly digest of %s: %j', async (password_hasher, password_digest) => {
    const answer = await make({ password_digest, password_hasher });
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors[0]).toMatchObject({
      code: 'form_password_digest_invalid_code',
      meta: { param_name: 'password_digest' },
    });
  });

  it.each([
    [{ password_digest: BCRYPT }, 'form_param_missing', 'password_hasher'],
    [{ password_hasher: 'bcrypt' }, 'form_param_missing', 'password_digest'],
    [{ password_digest: BCRYPT, password_hasher: 'rot13' }, 'form_param_value_invalid', 'password_hasher'],
    [
      { password_digest: 'awscognito#a#b#c', password_hasher: 'awscognito' },
      'form_param_value_invalid',
      'password_hasher',
    ],
    [
      { password_digest: BCRYPT, password_hasher: 'bcrypt_peppered' },
      'form_param_value_invalid',
      'password_hasher',
    ],
    [
      { password_digest: BCRYPT, password_hasher: 'bcrypt', password: 'a long enough secret' },
      'form_param_value_invalid',
      'password_digest',
    ],
  ])('422: %j is %s', async (fields, code, param_name) => {
    const answer = await make(fields);
    expect(answer.statusCode).toBe(422);
    expect(answer.json().errors[0]).toMatchObject({ code, meta: { param_name } });
  });

  it('bcrypt: what stands behind 72 bytes is not ignored, the password is refused', async () => {
    // crypt(3) of 72 times "a" in Python.
    const digest = '$2b$04$abcdefghijklmnopqrstuuBzzIgyKkz7xMWYSzkIjUSnxEQFQ0WNe';
    expect(await verifyDigest({ hasher: 'bcrypt', digest }, 'a'.repeat(72))).toBe(true);
    expect(await verifyDigest({ hasher: 'bcrypt', digest }, 'a'.repeat(73))).toBe(false);
  });

  it('a browser signs in with it, twice; a wrong password is answered like that of nobody', async () => {
    const made = (await make({ password_digest: BCRYPT, password_hasher: 'bcrypt' })).json();
    const signIn = (identifier: string, password: string) =>
      openTestBrowser(server).post('/v1/client/sign_ins', { strategy: 'password', identifier, password });
    const identifier = made.email_addresses[0].email_address;
    const wrong = await signIn(identifier, `${PASSWORD}!`);
    const nobody = await signIn('nobody@example.com', PASSWORD);
    expect(wrong.status).toBe(nobody.status);
    expect(wrong.body.errors).toEqual(nobody.body.errors);
    for (let time = 0; time < 2; time += 1)
      expect((await signIn(identifier, PASSWORD)).body.response).toMatchObject({
        status: 'complete',
        created_session_id: expect.stringMatching(/^sess_/),
      });
  });

  it('twenty right passwords at once all pass and leave one hash', async () => {
    const { id } = (await make({ password_digest: BCRYPT, password_hasher: 'bcrypt' })).json();
    const answers = await Promise.all(Array.from({ length: 20 }, () => verify(id, PASSWORD)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(Array(20).fill(200));
    expect((await secretOf(id)).password_digest).toBeNull();
  });

  it('PATCH /v1/users/:user_id takes one in the place of a password', async () => {
    const { id } = (await make({ password: 'a long enough secret' })).json();
    const fields = { password_digest: BCRYPT, password_hasher: 'bcrypt' };
    expect((await server.backend('PATCH', `/v1/users/${id}`, { password_digest: BCRYPT })).statusCode).toBe(
      422,
    );
    expect((await server.backend('PATCH', `/v1/users/${id}`, fields)).statusCode).toBe(200);
    expect((await verify(id, 'a long enough secret')).statusCode).toBe(422);
    expect((await verify(id, PASSWORD)).statusCode).toBe(200);
  });
});
