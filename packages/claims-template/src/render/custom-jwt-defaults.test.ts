import { expect, it } from 'vitest';
import { customJwtDefaults } from './custom-jwt-defaults.ts';

it('says who, for whom and by whom, nothing about the session, with times of its own', () => {
  const session = { sid: 'sess_1', sts: 'active', fva: [0, -1], v: 2, o: { id: 'org_1' } };
  const kept = {
    azp: 'http://localhost:3000',
    iat: 1_000,
    iss: 'https://a.example',
    jti: 'x',
    sub: 'user_1',
  };
  const times = { lifetimeSeconds: 300, allowedClockSkewSeconds: 5 };
  expect(customJwtDefaults({ ...session, ...kept, exp: 1_060, nbf: 990 }, times)).toEqual({
    ...kept,
    exp: 1_300,
    nbf: 995,
  });
  const { azp: _, ...withoutOrigin } = kept;
  expect(customJwtDefaults(withoutOrigin, times)).not.toHaveProperty('azp');
});
