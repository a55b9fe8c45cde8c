import type { ClaimOfToken, TokenExplanation } from '@bartleby/api-contract';
import { describe, expect, it } from 'vitest';
import { explanationText } from './explanation-text.ts';

const claim = (fields: Partial<ClaimOfToken>): ClaimOfToken => ({
  name: 'plan',
  default_claim: false,
  earlier_expression: '"{{user.public_metadata.plan}}"',
  current_expression: '"{{user.public_metadata.plan}}"',
  sources: [{ path: 'user.public_metadata.plan', value: 'pro' }],
  earlier: { value: 'pro', bytes: 13 },
  current: { value: 'pro', bytes: 13 },
  change: 'same',
  ...fields,
});

const explanation = (fields: Partial<TokenExplanation>): TokenExplanation => ({
  user_id: 'user_1',
  session_id: 'sess_1',
  ended: null,
  template_version: 4,
  cookie_bytes: 1_234,
  token: {
    issued_at: Date.UTC(2026, 0, 2, 3, 4, 5),
    expires_at: Date.UTC(2026, 0, 2, 3, 5, 5),
    expired: true,
    claims_omitted: false,
    template_version: 3,
    cookie_bytes: 1_200,
  },
  claims: [claim({})],
  ...fields,
});

const shown = (fields: Partial<TokenExplanation>, all = false) =>
  explanationText(explanation(fields), { all });

describe('explanationText', () => {
  it('says whose token it is, when and by which version it was made, and what it weighs', () => {
    expect(shown({})).toBe(`User user_1, session sess_1
Token   issued 2026-01-02T03:04:05.000Z, expired 2026-01-02T03:05:05.000Z; template version 3; cookie 1,200 of 4,096 bytes
Now     template version 4; cookie 1,234 of 4,096 bytes

plan
  written  "{{user.public_metadata.plan}}"
  reads    user.public_metadata.plan = "pro"
  value    "pro"  (13 bytes)
`);
  });

  it('shows both expressions and both values of what changed', () => {
    const text = shown({
      claims: [
        claim({
          change: 'changed',
          current_expression: '"plan {{user.public_metadata.plan}}"',
          current: { value: 'plan pro', bytes: 18 },
        }),
        claim({ name: 'gone', change: 'removed', current_expression: null, current: null, sources: [] }),
      ],
    });
    expect(text).toContain(`plan  (changed)
  written  "plan {{user.public_metadata.plan}}"
  before   "{{user.public_metadata.plan}}"
  reads    user.public_metadata.plan = "pro"
  then     "pro"  (13 bytes)
  now      "plan pro"  (18 bytes)`);
    expect(text).toContain('gone  (removed)\n  written  "{{user.public_metadata.plan}}"\n  then     "pro"');
  });

  it('leaves default claims out, and says so, unless all are asked for', () => {
    const claims = [
      claim({ name: 'sub', default_claim: true, earlier_expression: null, current_expression: null }),
    ];
    expect(shown({ claims })).toContain('The template gives no claims of its own.');
    expect(shown({ claims })).toContain('1 default claims are not shown: add --all.');
    expect(shown({ claims }, true)).toContain('sub  default claim');
  });

  it('tells of omitted claims, an ended session and a deleted user', () => {
    const token = { ...explanation({}).token!, claims_omitted: true };
    expect(shown({ token })).toContain('did not fit in the cookie');
    expect(shown({ ended: 'session_ended' })).toContain('The session has ended');
    expect(shown({ ended: 'user_gone', cookie_bytes: null })).toContain('the user is deleted');
    expect(shown({ token: null })).not.toContain('Token ');
  });

  it('lets no value steer the terminal', () => {
    const value = 'a\u001b[2Jb\u009bc\u202ed\u2028';
    const text = shown({
      claims: [claim({ name: value, current: { value, bytes: 1 }, sources: [{ path: value, value }] })],
    });
    for (const steering of ['\u001b', '\u009b', '\u202e', '\u2028']) expect(text).not.toContain(steering);
    expect(text).toContain('\uFFFDd');
  });
});
