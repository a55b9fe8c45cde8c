import { describe, expect, it } from 'vitest';
import { type Answer, judgeAnswer } from './judge-answer.ts';
import { describedOperations, findOperation, operationsOfOurOwn } from './operations.ts';

const json = 'application/json';
const judge = (path: string, answer: Partial<Answer>, api: 'backend' | 'frontend' = 'backend') =>
  judgeAnswer(findOperation(api, 'GET', path)!, { status: 200, contentType: json, body: '{}', ...answer });

describe('an answer held against its description', () => {
  it('is good when nothing is missing, wrong or too much', () => {
    expect(judge('/v1/users/count', { body: '{"object":"total_count","total_count":3}' })).toEqual([]);
  });

  it.each([
    ['a field is missing', '{"object":"total_count"}', '/total_count required in TotalCount/total_count'],
    [
      'a field has the wrong type',
      '{"object":"total_count","total_count":"3"}',
      '/total_count type in TotalCount/total_count',
    ],
    [
      'a value is no documented one',
      '{"object":"count","total_count":3}',
      '/object enum in TotalCount/object',
    ],
  ])('is not when %s', (_, body, fault) => {
    expect(judge('/v1/users/count', { body })).toEqual([`backend GET /v1/users/count 200 ${fault}`]);
  });

  it('is not with another content type, or with a status that nobody documented', () => {
    expect(judge('/v1/users/count', { contentType: 'text/html', body: '<p>' })).toEqual([
      'backend GET /v1/users/count 200 / content-type',
    ]);
    const errors = [{ code: 'teapot', message: 'No', long_message: 'No.' }];
    expect(judge('/v1/users/count', { status: 418, body: JSON.stringify({ errors }) })).toContain(
      'backend GET /v1/users/count 418 teapot undocumented',
    );
  });

  it('is a list, or with `paginated` an object that has the same list', () => {
    const list =
      '[{"object":"redirect_url","id":"ru_1","url":"https://a.example","created_at":1,"updated_at":1}]';
    const page = `{"data":${list},"total_count":1}`;
    const judgeList = (body: string, paginated: boolean) => judge('/v1/redirect_urls', { body, paginated });
    expect([...judgeList(list, false), ...judgeList(page, true)]).toEqual([]);
    const noList = 'backend GET /v1/redirect_urls 200 / type';
    expect(judgeList(page, false)).toEqual([noList]);
    expect(judgeList(`{"data":${list},"total_count":"1"}`, true)).toEqual([noList]);
    expect(judgeList(page.replace('"id":"ru_1",', ''), true)).toEqual([
      'backend GET /v1/redirect_urls 200 /*/id required in RedirectURL/id',
    ]);
  });

  it('takes null where the description says nullable, and tells of the union’s nearest branch only', () => {
    const withVerification = (verification: unknown) =>
      judge(
        '/v1/me/email_addresses/idn_1',
        {
          body: JSON.stringify({
            client: null,
            response: {
              id: 'idn_1',
              object: 'email_address',
              email_address: 'a@example.com',
              reserved: false,
              verification,
              linked_to: [],
              created_at: 1,
              updated_at: 1,
            },
          }),
        },
        'frontend',
      ).filter((fault) => fault.includes('/response/'));
    expect(withVerification(null)).toEqual([]);
    const code = { object: 'verification_otp', strategy: 'email_code', attempts: null, expire_at: 1 };
    expect(withVerification({ ...code, status: 'verified' })).toEqual([]);
    expect(withVerification({ ...code, status: 'lost' })).toEqual([
      'frontend GET /v1/me/email_addresses/{email_id} 200 /response/verification/status enum in Stubs.Verification.OTP/status',
    ]);
  });
});

describe('the operation of a request', () => {
  it('is the one with fewer parameters, and the server’s own where the description has a parameter', () => {
    expect(findOperation('backend', 'GET', '/v1/users/count')?.path).toBe('/v1/users/count');
    expect(findOperation('backend', 'GET', '/v1/users/user_1')?.path).toBe('/v1/users/{user_id}');
    expect(findOperation('backend', 'GET', '/v1/clients/handshake_payload')?.described).toBeNull();
    expect(findOperation('backend', 'GET', '/v1/nothing')).toBeNull();
  });

  it('is found for every operation of both descriptions', () => {
    for (const api of ['backend', 'frontend'] as const) {
      expect(describedOperations(api).length).toBeGreaterThan(190);
      for (const { method, path } of describedOperations(api))
        expect(findOperation(api, method, path.replaceAll(/\{\w+\}/g, 'x1')), path).not.toBeNull();
      expect(operationsOfOurOwn(api).every(({ described }) => described === null)).toBe(true);
    }
  });
});
