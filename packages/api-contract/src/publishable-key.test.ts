import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parsePublishableKey, publishableKeyFor } from './publishable-key.ts';

describe('publishableKeyFor', () => {
  it('is the prefix and the base64 of the host and a dollar sign, without padding', () => {
    expect(publishableKeyFor('development', 'app1.localhost:4277')).toBe(
      'pk_test_YXBwMS5sb2NhbGhvc3Q6NDI3NyQ',
    );
    expect(publishableKeyFor('production', 'clerk.clerk.dev')).toBe('pk_live_Y2xlcmsuY2xlcmsuZGV2JA');
  });

  it.each(['localhost:3000', '', 'a b.example', 'a.example/x', 'a.example$', '.example.', 'a.example:port'])(
    'refuses the host %j, which no SDK would accept',
    (host) => {
      expect(() => publishableKeyFor('development', host)).toThrow(RangeError);
    },
  );
});

describe('parsePublishableKey', () => {
  it('reads what publishableKeyFor makes, padded or not', () => {
    for (const host of ['clerk.example.com', 'app.localhost:1853', '127.0.0.1:4000', 'x.y'])
      for (const environmentType of ['development', 'production'] as const) {
        const key = publishableKeyFor(environmentType, host);
        const padded = key + '='.repeat((4 - ((key.length - 8) % 4)) % 4);
        for (const text of [key, padded])
          expect(parsePublishableKey(text)).toEqual({ ok: true, environmentType, keyHost: host });
      }
  });

  it.each([
    ['', 'pk_test_'],
    ['sk_test_abc', 'pk_test_'],
    ['pk_test_', 'base64'],
    ['pk_test_a_b', 'base64'],
    ['pk_test_%%%%', 'base64'],
    [`pk_test_${btoa('a.example')}`, 'incomplete'],
    [`pk_test_${btoa('a.example$$')}`, 'incomplete'],
    [`pk_test_${btoa('$a.example$')}`, 'incomplete'],
    [`pk_test_${btoa('localhost:3000$')}`, 'dot'],
    [`pk_test_${btoa('a.example/path$')}`, 'host name'],
    [`pk_test_${btoa('https://a.example$')}`, 'host name'],
  ])('says what is wrong with %j', (key, word) => {
    const result = parsePublishableKey(key);
    expect(result.ok).toBe(false);
    expect(result.ok ? '' : result.problem).toContain(word);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('', 'pk_test_', 'pk_live_'),
        (text, prefix) => {
          expect(typeof parsePublishableKey(prefix + text).ok).toBe('boolean');
        },
      ),
    );
  });
});
