import { describe, expect, it } from 'vitest';
import { checkRedirectUrl } from './redirect-url.ts';

const allowed = ['https://good.example', 'http://localhost:*'];

/** Case F51 of the security sheet: strings that look allowed to one reader and lead elsewhere for another. */
const bypasses = [
  '//evil.example',
  '///evil.example',
  '////evil.example',
  '/\\evil.example',
  '\\\\evil.example',
  '\\/evil.example',
  '/\t/evil.example',
  '/%09/evil.example',
  '/evil.example',
  'evil.example',
  'https:evil.example',
  'https:/evil.example',
  'https:///evil.example',
  'https:/\\evil.example',
  'https:\\\\evil.example',
  'https://\\evil.example',
  'https://evil.example',
  'HTTPS://EVIL.EXAMPLE',
  'https://good.example@evil.example',
  'https://good.example:443@evil.example',
  'https://good.example%40evil.example',
  'https://good.example%2f@evil.example',
  'https://@good.example',
  'https://:@good.example',
  'https://user@good.example',
  'https://evil.example#@good.example',
  'https://evil.example?@good.example',
  'https://evil.example/@good.example',
  'https://evil.example\\@good.example',
  'https://good.example\\@evil.example',
  'https://good.example.evil.example',
  'https://good.example.',
  'https://goodexample',
  'https://xgood.example',
  'https://sub.good.example',
  'https://good.example%00.evil.example',
  'https://good.example%0a.evil.example',
  'https://good.example%E3%80%82evil.example',
  'https://good.example。evil.example',
  'https://good.exampleⓔvil',
  'https://good.exаmple',
  'https://xn--god-jua.example',
  'https://good.example:8443',
  'https://good.example:80',
  'https://good.example:99999',
  'https://good.example:',
  'http://good.example',
  'http://good.example:443',
  'https://localhost:3000',
  'http://localhost.evil.example:3000',
  'http://localhost:3000.evil.example',
  'http://127.0.0.1:3000',
  'http://[::1]:3000',
  'http://0x7f.1:3000',
  'http://2130706433:3000',
  'http://localhost%2eevil.example',
  'javascript:alert(1)',
  'JaVaScRiPt:alert(1)',
  'java\nscript:alert(1)',
  'javascript://good.example/%0aalert(1)',
  'data:text/html,<script>alert(1)</script>',
  'vbscript:msgbox(1)',
  'file:///etc/passwd',
  'blob:https://good.example/1',
  'filesystem:https://good.example/1',
  'ftp://good.example',
  'ws://good.example',
  'myapp://good.example',
  'intent://good.example#Intent;scheme=https;end',
  'https://good.example\r\nSet-Cookie: a=b',
  'https://good.example\nLocation: https://evil.example',
  'https://good.exa\tmple',
  ' https://good.example',
  'https://good.example ',
  'https://good .example',
  '\u0000https://good.example',
  'https://good.example\u0000',
  'https://good.example\u00a0',
  'https://good.example/\u0085',
  `https://good.example/${'a'.repeat(9_000)}`,
  '',
  '/',
  '?redirect_url=https://good.example',
  '#https://good.example',
  'https://',
  'https://?good.example',
  'https://[good.example]',
];

describe('checkRedirectUrl', () => {
  it('holds at least sixty bypass strings', () => {
    expect(new Set(bypasses).size).toBeGreaterThanOrEqual(60);
  });

  // An empty port is the default one: the browser goes to good.example.
  const harmless = new Set(['https://good.example:']);

  it.each(bypasses.filter((text) => !harmless.has(text)))('refuses %j', (text) => {
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
});
