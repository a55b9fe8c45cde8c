import { expect, it } from 'vitest';
import { idPrefixes, isId } from './ids.ts';

it('knows an id of ours', () => {
  expect(isId('user', `user_${'a'.repeat(27)}`)).toBe(true);
  for (const text of [
    '',
    'user_',
    `user_${'a'.repeat(26)}`,
    `user_${'a'.repeat(28)}`,
    `sess_${'a'.repeat(27)}`,
    `user_${'-'.repeat(27)}`,
    `user_${'a'.repeat(27)}\n`,
  ])
    expect(isId('user', text), text).toBe(false);
});

it('gives each kind its own prefix', () => {
  const prefixes = Object.values(idPrefixes);
  expect(new Set(prefixes).size).toBe(prefixes.length);
});
