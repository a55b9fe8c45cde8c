import { describe, expect, it } from 'vitest';
import { checkTemplate } from '../index.ts';

const codes = (claims: object, options = {}) =>
  checkTemplate(JSON.stringify(claims), options).map(({ code, severity, pointer }) => [
    code,
    severity,
    pointer,
  ]);

describe('claim_name_probed', () => {
  it.each(['then', 'toJSON', 'constructor', 'inspect', '$$typeof', '@@iterator', 'toString', 'valueOf'])(
    'warns of a claim named %s, and says why',
    (name) => {
      expect(codes({ [name]: 1 })).toEqual([['claim_name_probed', 'warning', `/${name}`]]);
      expect(checkTemplate(JSON.stringify({ [name]: 1 }))[0]?.message).toContain(
        `programs ask every object for "${name}"`,
      );
      expect(codes({ [name]: 1 }, { surface: 'jwt_template' })).toEqual([]);
      expect(codes({ app: { [name]: 1 } })).toEqual([]);
    },
  );
  it.each(['thenable', 'type', 'json', 'plan'])('is silent about %s', (name) => {
    expect(codes({ [name]: 1 })).toEqual([]);
  });
  it('leaves reserved names to their error', () => {
    expect(codes(JSON.parse('{"__proto__": 1}')).map(([code]) => code)).toEqual(['claim_reserved']);
  });
});
