import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IdentifierIndex } from '../send/identifier-index.ts';
import { neutralise, withoutNeutraliser } from './neutral-cell.ts';
import { rowOfObject } from './row-of-object.ts';

describe('neutralise', () => {
  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\tx', '\rx', "'=1"])(
    'keeps a spreadsheet from running %j',
    (text) => {
      expect(neutralise(text)).toBe(`'${text}`);
    },
  );

  it('leaves other cells alone, and reading gives back every text', () => {
    for (const text of ['', 'Ada', "O'Hara", "'quoted'", '1=1']) expect(neutralise(text)).toBe(text);
    const unit = fc.constantFrom("'", '=', '+', '-', '@', '\t', '\n', 'a', '"', ',');
    fc.assert(
      fc.property(fc.string({ unit }), (text) => {
        expect(withoutNeutraliser(neutralise(text))).toBe(text);
        expect(neutralise(text)).not.toMatch(/^[=+\-@\t\r\n]/);
      }),
    );
  });
});

describe('rowOfObject', () => {
  it('takes the Backend API’s user: provider names, lockouts, what it does not know stays out', () => {
    const { record, problems } = rowOfObject(
      1,
      {
        object: 'user',
        id: 'user_1',
        image_url: 'https://img.example.com',
        locked: true,
        lockout_expires_in_seconds: 60,
        email_addresses: [
          { id: 'idn_1', object: 'email_address', email_address: 'a@example.com', linked_to: [], verification: { status: 'verified', strategy: 'from_oauth_google', attempts: null, expire_at: null }, created_at: 1_600_000_000_000 },
        ],
        external_accounts: [
          { object: 'google_account', id: 'gac_1', provider: 'google', google_id: '77', verification: { status: 'verified', strategy: 'oauth_google' } },
        ],
        password_enabled: true,
        private_metadata: null,
      },
      1_700_000_000_000,
    ); // biome-ignore format: as the API prints it
    expect(problems).toEqual([]);
    expect(record).toEqual({
      object: 'user',
      id: 'user_1',
      locked: true,
      lockout_expires_at: 1_700_000_060_000,
      email_addresses: [
        {
          id: 'idn_1',
          email_address: 'a@example.com',
          verification: { status: 'verified', strategy: 'from_oauth_google' },
          created_at: 1_600_000_000_000,
        },
      ],
      phone_numbers: undefined,
      external_accounts: [
        {
          id: 'gac_1',
          provider: 'oauth_google',
          provider_user_id: '77',
          verification: { status: 'verified', strategy: 'oauth_google' },
        },
      ],
    });
  });

  it('names the place of a problem within a list', () => {
    const { problems } = rowOfObject(1, { id: 'user_1', email_addresses: [{}, { email_address: 1 }] }, 0);
    expect(problems).toEqual([{ field: 'email_addresses.1.email_address', message: 'must be a text.' }]);
  });

  it('takes memberships nested as the API has them, and by ids as an export has them', () => {
    const nested = { object: 'organization_membership', id: 'orgmem_1', role: 'org:admin', permissions: [], organization: { id: 'org_1', name: 'x' }, public_user_data: { user_id: 'user_1' } }; // biome-ignore format: as the API prints it
    const byIds = { object: 'organization_membership', id: 'orgmem_1', role: 'org:admin', organization_id: 'org_1', user_id: 'user_1' }; // biome-ignore format: as an export prints it
    expect(rowOfObject(1, nested, 0).record).toEqual(byIds);
    expect(rowOfObject(1, byIds, 0).record).toEqual(byIds);
  });
});

describe('IdentifierIndex', () => {
  it('knows each of 20,000 identifiers and its owner, and no other', () => {
    const index = new IdentifierIndex();
    for (let at = 0; at < 20_000; at += 1) index.add(`email ${at}`, `user_${at}`);
    index.add('email 7', 'user_other');
    for (let at = 0; at < 20_000; at += 1) {
      expect(index.isTaken(`email ${at}`, `user_${at}`)).toBe(false);
      expect(index.isTaken(`email ${at}`, 'user_other')).toBe(true);
      expect(index.has(`email x${at}`)).toBe(false);
    }
  });
});
