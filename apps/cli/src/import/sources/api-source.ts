import { rowOfObject } from '../records/row-of-object.ts';
import { type ClerkApiOptions, countUsers, listAll } from './clerk-api.ts';
import type { RecordSource, SourceRow } from './source-row.ts';

/** What users have in Clerk that is not kept here, by the field that tells of it. */
const LEFT_BEHIND: Readonly<Record<string, string>> = {
  passkeys: 'passkeys',
  web3_wallets: 'web3 wallets',
  saml_accounts: 'SAML accounts',
  enterprise_accounts: 'accounts at enterprise connections',
};

/**
 * Users, organizations and memberships of a running Clerk Backend API. It never tells password digests, authenticator
 * secrets and backup codes: these come from the Dashboard's export alone.
 */
export function apiSource(options: ClerkApiOptions, now: number): RecordSource {
  let total: number | null = null;
  let read = 0;
  async function* rows(warn: (text: string) => void): AsyncGenerator<SourceRow> {
    total = await countUsers(options);
    const left = new Map<string, number>();
    let row = 0;
    for await (const user of listAll(options, '/users')) {
      row += 1;
      read = row;
      for (const [field, words] of Object.entries(LEFT_BEHIND))
        if (Array.isArray(user[field]) && user[field].length > 0) left.set(words, (left.get(words) ?? 0) + 1);
      yield rowOfObject(row, { ...user, object: 'user' }, now);
    }
    for await (const organization of listAll(options, '/organizations')) {
      row += 1;
      yield rowOfObject(row, { ...organization, object: 'organization' }, now);
    }
    for await (const membership of listAll(options, '/organization_memberships')) {
      row += 1;
      yield rowOfObject(row, { ...membership, object: 'organization_membership' }, now);
    }
    for (const [words, count] of left)
      warn(`${count} ${count === 1 ? 'user has' : 'users have'} ${words}, which are not imported.`);
  }
  return {
    name: options.apiUrl,
    unit: 'object',
    rows,
    progress: () => (total === null || total === 0 ? null : Math.min(1, read / total)),
  };
}
