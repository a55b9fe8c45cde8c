import { describe, expect, it } from 'vitest';
import { isAllowedOrigin, parseOriginPattern } from './allowed-origins.ts';

const allowed = [
  'http://localhost:*',
  'https://app.example.com',
  'https://*.preview.example.com',
  'http://[::1]:3000',
];

describe('isAllowedOrigin', () => {
  it.each([
    'http://localhost:3000',
    'http://localhost',
    'https://app.example.com',
    'https://a.preview.example.com',
    'https://a.b.preview.example.com',
    'http://[::1]:3000',
  ])('allows %s', (origin) => {
    expect(isAllowedOrigin(origin, allowed)).toBe(true);
  });

  it.each([
    'null',
    '',
    'https://localhost:3000',
    'http://localhost.evil.example',
    'http://evil.example',
    'http://localhost:3000/',
    'http://localhost:3000@evil.example',
    'http://LOCALHOST:3000',
    'http://localhost:80',
    'https://app.example.com:443',
    'https://app.example.com:8443',
    'http://app.example.com',
    'https://app.example.com.evil.example',
    'https://xapp.example.com',
    'https://preview.example.com',
    'https://evilpreview.example.com',
    'https://.preview.example.com',
    'http://a.preview.example.com',
    'file://',
    'chrome-extension://abc',
  ])('refuses %j', (origin) => {
    expect(isAllowedOrigin(origin, allowed)).toBe(false);
  });
});

describe('parseOriginPattern', () => {
  it.each([
    '*',
    'https://*',
    'https://*.com',
    'https://*.10.0.0.1',
    'https://a.*.example.com',
    'https://app.example.com/',
    'https://app.example.com/path',
    'https://user@app.example.com',
    'ftp://app.example.com',
    'app.example.com',
    'https://app.example.com:99999',
    'https://app.example.com:*:1',
    'https://',
    ' https://app.example.com',
    'https://app.example.com\\@evil',
  ])('refuses %j and says why', (text) => {
    const result = parseOriginPattern(text);
    expect(result.ok ? '' : result.problem).toMatch(/\w+ \w+/);
  });

  it('brings hosts into their normal form', () => {
    expect(parseOriginPattern('HTTPS://Bücher.Example')).toEqual({
      ok: true,
      pattern: { scheme: 'https', host: 'xn--bcher-kva.example', anySubdomain: false, port: '443' },
    });
  });
});
