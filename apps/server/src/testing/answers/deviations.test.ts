import { describe, expect, it } from 'vitest';
import { complaintsAboutDeviations, type Deviations, unlisted } from './deviations.ts';

const list = (atMost: number, ...answers: string[]): Deviations => ({
  atMost,
  rows: [{ why: 'for this test', answers }],
});
const timezone = 'backend GET /v1/users 200 /*/timezone additionalProperties in User/timezone';
const tooLarge = 'backend POST /v1/users 413 request_body_too_large undocumented';

const unknownField = 'backend POST /v1/clients/verify 422 form_param_unknown undocumented';

describe('a listed answer', () => {
  it.each([
    ['itself, wherever it is', timezone.replace(/ in .*/, ''), timezone],
    [
      'a place of a named schema, wherever that is used',
      'backend User/timezone additionalProperties',
      timezone,
    ],
    [
      'what every operation refuses in this way',
      'backend * 413 request_body_too_large undocumented',
      tooLarge,
    ],
    ['a family of refusals', 'backend * 422 form_param_* undocumented', unknownField],
  ])('covers %s', (_, listed, found) => {
    expect(unlisted([found], list(1, listed))).toEqual([]);
  });

  it.each([
    ['another rule there', 'backend User/timezone type', timezone],
    ['the same schema of the other API', 'frontend User/timezone additionalProperties', timezone],
    ['another refusal of that status', 'backend * 413 image_too_large undocumented', tooLarge],
    ['a field of every operation', 'backend * 200 /*/timezone additionalProperties', timezone],
    ['another operation', 'backend GET /v1/users/{user_id} 200 /*/timezone additionalProperties', timezone],
  ])('does not cover %s', (_, listed, found) => {
    expect(unlisted([found], list(1, listed))).toEqual([found]);
  });
});

describe('the list', () => {
  it('is good when every answer is seen and none is new', () => {
    expect(
      complaintsAboutDeviations([timezone], list(1, 'backend User/timezone additionalProperties')),
    ).toEqual([]);
  });

  it.each([
    ['an answer that no test sees', [], 1, 'strike it off'],
    ['more answers than there may be', [timezone], 0, '1 answers are listed, 0 may be'],
    ['a number that is higher than need be', [timezone], 2, 'lower "atMost"'],
  ] as const)('may not have %s', (_, found, atMost, complaint) => {
    const known = list(atMost, 'backend User/timezone additionalProperties');
    expect(complaintsAboutDeviations(found, known)).toEqual([expect.stringContaining(complaint)]);
  });
});
