import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import { createBartlebyClient } from '../client.ts';
import { clearEnvironment } from '../testing/clear-environment.ts';
import {
  LIVE_PUBLISHABLE_KEY,
  newSigningKey,
  SECRET_KEY,
  sessionClaims,
  signTestToken,
  TEST_PUBLISHABLE_KEY,
} from '../testing/sign-test-token.ts';

// What anyone can put into a request must end in an answer, never in an exception, and never sign anyone in.

const file = new URL('../../../../conformance/vectors/blns/blns.json', import.meta.url);
const NOW_SECONDS = 1_800_000_000;
const COOKIES = [
  '__session',
  '__client_uat',
  '__clerk_db_jwt',
  '__clerk_handshake',
  '__clerk_handshake_nonce',
];
const MORE_COOKIES = ['__clerk_redirect_count', '__session_', '__client_uat_', '__refresh_'];
const QUERIES = ['__clerk_handshake', '__clerk_handshake_nonce', '__clerk_db_jwt', '__clerk_synced', 'q'];
const HEADERS = [
  'authorization',
  'x-forwarded-host',
  'x-forwarded-proto',
  'referer',
  'accept',
  'sec-fetch-dest',
  'cookie',
];

let jwtKey: string;
let strings: string[];

beforeAll(async () => {
  clearEnvironment();
  vi.spyOn(console, 'warn').mockImplementation(() => undefined);
  const key = await newSigningKey();
  jwtKey = key.publicKeyPem;
  const good = await signTestToken(key, sessionClaims(NOW_SECONDS));
  const forged = await signTestToken(await newSigningKey(), sessionClaims(NOW_SECONDS), 'session', key.keyId);
  const others = await Promise.all([
    signTestToken(key, sessionClaims(NOW_SECONDS), 'customJwt'),
    signTestToken(key, sessionClaims(NOW_SECONDS), 'machine'),
    signTestToken(key, { handshake: ['__session=x; Path=/'], exp: NOW_SECONDS + 60 }),
    signTestToken(key, { handshake: ['a\r\nb=c', 'ü=1', ''], exp: NOW_SECONDS + 60 }),
    signTestToken(key, sessionClaims(NOW_SECONDS, 3600)),
    signTestToken(key, sessionClaims(NOW_SECONDS, -3600)),
  ]);
  const changed = [
    `${good}=`,
    ` ${good}`.replace('.', '. '),
    good.slice(0, -1),
    good.replace('ey', 'eY'),
    forged,
  ];
  const blns = JSON.parse(readFileSync(file, 'utf8')) as string[];
  strings = [
    ...blns,
    ...changed,
    ...others,
    `Bearer ${forged}`,
    'Bearer ',
    'Bearer a.b.c',
    '%',
    '%ff',
    '='.repeat(9000),
  ];
});

/** Requests that HTTP itself cannot carry are left out, as a server would never see them. */
function tryRequest(url: string, headers: Record<string, string>): Request[] {
  try {
    return [new Request(url, { headers })];
  } catch {
    return [];
  }
}

function* requestsWith(text: string): Generator<Request> {
  const base = { 'sec-fetch-dest': 'document', cookie: '__clerk_db_jwt=dvb; __client_uat=1' };
  for (const name of [...COOKIES, ...MORE_COOKIES])
    yield* tryRequest('http://localhost:3000/', { ...base, cookie: `${base.cookie}; ${name}=${text}` });
  for (const name of COOKIES)
    yield* tryRequest('http://localhost:3000/', {
      ...base,
      cookie: `${name}=${encodeLoosely(text)}; __client_uat=1`,
    });
  for (const name of QUERIES) {
    const query = new URLSearchParams({ [name]: text });
    yield* tryRequest(`http://localhost:3000/a?${query}`, base);
    yield* tryRequest(`http://localhost:3000/a?${name}=${text}`, base);
  }
  for (const name of HEADERS) yield* tryRequest('http://localhost:3000/', { ...base, [name]: text });
}

const encodeLoosely = (text: string) => {
  try {
    return encodeURIComponent(text);
  } catch {
    return '%';
  }
};

describe('hostile requests', () => {
  for (const [mode, publishableKey] of [
    ['development', TEST_PUBLISHABLE_KEY],
    ['production', LIVE_PUBLISHABLE_KEY],
  ] as const)
    it(`never throw and never sign in, with a ${mode} key`, async () => {
      const client = createBartlebyClient({
        publishableKey,
        secretKey: SECRET_KEY,
        jwtKey,
        apiUrl: 'http://127.0.0.1:1',
        clock: () => new Date(NOW_SECONDS * 1000),
        fetch: async () => Response.json({ errors: [] }, { status: 404 }),
      });
      let count = 0;
      for (const text of strings)
        for (const request of requestsWith(text)) {
          count += 1;
          const state = await client.authenticateRequest(request);
          if (state.status === 'signed-in') expect.fail(`signed in by ${JSON.stringify(text)}`);
          state.toAuth();
          const location = state.headers.get('location');
          if (location) expect(() => new URL(location)).not.toThrow();
        }
      expect(count).toBeGreaterThan(10_000);
    }, 60_000);
});
