import { describe, expect, it } from 'vitest';
import { blankFields, stateAfterSave } from './template-fields.ts';

const stored = {
  id: 'jtmp_1',
  name: 'reports',
  claims_source: '{}',
  preset: null,
  version: 2,
  lifetime: 60,
  allowed_clock_skew: 5,
  custom_signing_key: true,
  signing_algorithm: 'HS256',
};

describe('stateAfterSave', () => {
  const sent = { ...blankFields, name: 'reports', hasOwnKey: true, algorithm: 'HS256', signingKey: 'secret' };

  it('has nothing to save and no key when nothing was typed meanwhile', () => {
    const { base, saved, fields } = stateAfterSave(sent, { sent, stored });
    expect([base, fields]).toEqual([stored, saved]);
    expect(fields.signingKey).toBe('');
  });

  it('keeps what was typed meanwhile, another key too', () => {
    const typed = { ...sent, source: '{ "a": 1 }', signingKey: 'another' };
    const { saved, fields } = stateAfterSave(typed, { sent, stored });
    expect(fields).toEqual({ ...saved, source: '{ "a": 1 }', signingKey: 'another' });
  });
});
