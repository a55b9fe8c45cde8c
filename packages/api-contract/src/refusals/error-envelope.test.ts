import { describe, expect, it } from 'vitest';
import { type RefusalCode, refusals } from './catalogue.ts';
import { apiError } from './error-envelope.ts';

describe('apiError', () => {
  it('fills the wording from meta and passes meta on', () => {
    expect(apiError('form_param_missing', { param_name: 'email_address' })).toEqual({
      code: 'form_param_missing',
      message: 'is missing',
      long_message: 'email_address must be included.',
      meta: { param_name: 'email_address' },
    });
  });

  it('reads well when meta lacks a name, and takes none from the prototype', () => {
    expect(apiError('form_param_missing').long_message).toBe('param name must be included.');
    expect(apiError('form_param_missing', Object.create({ param_name: 'inherited' })).long_message).toBe(
      'param name must be included.',
    );
  });

  it('takes computed wording in place of the row’s', () => {
    expect(
      apiError('form_param_format_invalid', { message: 'is odd', long_message: 'It is odd.', at: 3 }),
    ).toEqual({
      code: 'form_param_format_invalid',
      message: 'is odd',
      long_message: 'It is odd.',
      meta: { at: 3 },
    });
  });
});

describe('the catalogue', () => {
  it.each(Object.keys(refusals) as RefusalCode[])('%s has a status of an error and a sentence', (code) => {
    const { status, message, longMessage } = refusals[code];
    expect(status).toBeGreaterThanOrEqual(400);
    expect(status).toBeLessThan(600);
    expect(message.length).toBeGreaterThan(3);
    expect(longMessage).toMatch(/[.?!}]$/);
  });
});
