import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { checkRedirectUrl } from './redirect-url.ts';

/** Case F51 of the security sheet: strings that look allowed to one reader and lead elsewhere for another. */
const { allowedOrigins: allowed, refused } = JSON.parse(
  readFileSync(new URL('../../../conformance/vectors/redirect-url/bypasses.json', import.meta.url), 'utf8'),
) as { allowedOrigins: string[]; refused: string[] };
const bypasses = [...refused, `https://good.example/${'a'.repeat(9_000)}`];

describe('checkRedirectUrl', () => {
  it('holds at least sixty bypass strings', () => {
    expect(new Set(bypasses).size).toBeGreaterThanOrEqual(60);
  });

  it.each(bypasses)('refuses %j', (text) => {
    const result = checkRedirectUrl(text, allowed);
    expect(result.ok).toBe(false);
    expect(result.ok ? '' : result.problem).toMatch(/\w/);
  });

  it.each([
    ['https://good.example', 'https://good.example/'],
    ['https://good.example:', 'https://good.example/'],
    ['https://good.example:443/a', 'https://good.example/a'],
    ['HTTPS://GOOD.example/A?b=c#d', 'https://good.example/A?b=c#d'],
    ['http://localhost:3000/x', 'http://localhost:3000/x'],
    ['https://good.example//evil.example', 'https://good.example//evil.example'],
    ['https://good.example/../..//evil.example', 'https://good.example//evil.example'],
    [
      'https://good.example/?redirect_url=https://evil.example',
      'https://good.example/?redirect_url=https://evil.example',
    ],
    ['https://good.example/@evil.example', 'https://good.example/@evil.example'],
    ['https://ｇｏｏｄ.example/', 'https://good.example/'],
  ])('takes %j as %j', (text, url) => {
    expect(checkRedirectUrl(text, allowed)).toEqual({ ok: true, url });
  });

  const urls = ['https://other.example/callback', 'https://other.example/with?query=1'];
  it.each([
    ['https://other.example/callback', true],
    ['https://other.example/callback?code=1#x', true],
    ['https://other.example/with?query=1', true],
    ['https://other.example/with', false],
    ['https://other.example/with?query=12', false],
    ['https://other.example/callback/', false],
    ['https://other.example/callback/../x', false],
    ['https://other.example/', false],
    ['http://other.example/callback', false],
    ['https://other.example:444/callback', false],
    ['https://sub.other.example/callback', false],
    ['https://other.example.evil.example/callback', false],
    ['https://other.example@evil.example/callback', false],
  ])('a whole URL allows itself and no other: %s', (text, ok) => {
    expect(checkRedirectUrl(text, allowed, urls).ok).toBe(ok);
  });

  it('refuses every bypass string with whole URLs too', () => {
    const whole = [...urls, 'https://good.example/callback', 'my-app://callback', 'nonsense'];
    for (const text of bypasses) expect(checkRedirectUrl(text, allowed, whole).ok).toBe(false);
  });
});
