import { expect, it } from 'vitest';
import { isSameSite } from './same-site.ts';

it.each([
  ['http://localhost:3000', 'http://localhost:1853', true],
  ['https://app.example.com', 'https://clerk.example.com:4443', true],
  ['https://example.com', 'https://clerk.example.com', true],
  ['https://a.b.example.co.uk', 'https://clerk.example.co.uk', true],
  ['http://127.0.0.1:3000', 'http://127.0.0.1:1853', true],
  ['http://127.0.0.1:3000', 'http://localhost:1853', false],
  ['https://localhost:3000', 'http://localhost:1853', false],
  ['http://app.example.com', 'https://clerk.example.com', false],
  ['https://app.example.org', 'https://clerk.example.com', false],
  ['https://one.co.uk', 'https://two.co.uk', false],
  ['https://one.github.io', 'https://two.github.io', false],
  ['http://127.0.0.1:3000', 'http://127.0.0.2:3000', false],
  ['http://[::1]:3000', 'http://[::1]:1853', true],
  ['http://app.localhost:3000', 'http://localhost:1853', false],
])('%s and %s: %s', (one, other, same) => {
  expect(isSameSite(new URL(one), new URL(other))).toBe(same);
  expect(isSameSite(new URL(other), new URL(one))).toBe(same);
});
