import { expect, it } from 'vitest';
import { createPasswordHasher } from './password-hasher.ts';

it('hashes with argon2id, 19 MiB, two passes, and verifies', async () => {
  const hasher = createPasswordHasher();
  const hash = await hasher.hash('correct horse');
  expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect(await hasher.verify(hash, 'correct horse')).toBe(true);
  expect(await hasher.verify(hash, 'wrong horse')).toBe(false);
  expect(await hasher.verifyNothing()).toBe(false);
});

it('refuses when too many wait, and recovers', async () => {
  const hasher = createPasswordHasher({ running: 1, waiting: 2 });
  const results = await Promise.allSettled(Array.from({ length: 5 }, () => hasher.hash('x')));
  const codes = results.map((result) => (result.status === 'fulfilled' ? 'ok' : result.reason.code));
  expect(codes).toEqual(['ok', 'ok', 'ok', 'too_many_requests', 'too_many_requests']);
  expect(await hasher.hash('x')).toMatch(/^\$argon2id/);
});
