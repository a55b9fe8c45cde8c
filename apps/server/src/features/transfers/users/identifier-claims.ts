import { Refusal } from '../../../runtime/refusal.ts';
import type { ColumnValue, Row, UserRows } from './user-rows.ts';

/** What at most one user of an instance may have. */
export type ClaimKind =
  | 'email_address'
  | 'phone_number'
  | 'username'
  | 'external_id'
  | 'external_account'
  | 'email_address_id'
  | 'phone_number_id'
  | 'external_account_id';

export interface Claim {
  readonly kind: ClaimKind;
  readonly value: string;
}

export const claimKey = ({ kind, value }: Claim): string => `${kind} ${value}`;

type Claimed = Pick<UserRows, 'emailAddresses' | 'phoneNumbers' | 'externalAccounts'> & {
  readonly columns: Readonly<Record<string, ColumnValue | undefined>>;
};

const isHeld = (row: Row): boolean => row.verified === true || row.reserved === true;

/** Everything that these rows would take for their user. */
export function claimsOf({ columns, emailAddresses, phoneNumbers, externalAccounts }: Claimed): Claim[] {
  const claims: Claim[] = [];
  const add = (kind: ClaimKind, value: ColumnValue | undefined) => {
    if (typeof value === 'string') claims.push({ kind, value });
  };
  add('username', typeof columns.username === 'string' ? columns.username.toLowerCase() : null);
  add('external_id', columns.external_id);
  for (const row of emailAddresses) {
    add('email_address_id', row.id);
    if (isHeld(row)) add('email_address', row.email_address);
  }
  for (const row of phoneNumbers) {
    add('phone_number_id', row.id);
    if (isHeld(row)) add('phone_number', row.phone_number);
  }
  for (const row of externalAccounts) {
    add('external_account_id', row.id);
    if (row.verified) add('external_account', `${String(row.provider)} ${String(row.provider_user_id)}`);
  }
  return claims;
}

const WORDS: Readonly<Record<ClaimKind, string>> = {
  email_address: 'The e-mail address',
  phone_number: 'The phone number',
  username: 'The username',
  external_id: 'The external_id',
  external_account: 'The account at another provider',
  email_address_id: 'The id of an e-mail address',
  phone_number_id: 'The id of a phone number',
  external_account_id: 'The id of an external account',
};

/** Throws Refusal form_identifier_exists when somebody has one of these. `owners` by claimKey. */
export function refuseTaken(claims: readonly Claim[], owners: ReadonlyMap<string, string>): void {
  for (const claim of claims) {
    const owner = owners.get(claimKey(claim));
    if (owner === undefined) continue;
    throw new Refusal('form_identifier_exists', {
      param_name: claim.kind,
      message: 'is taken',
      long_message:
        `${WORDS[claim.kind]} "${claim.value.slice(0, 80)}" belongs to ${owner} already. ` +
        'Take it from one of the two, or delete the other user, and run this again.',
      owner,
    });
  }
}
