import type {
  RecordedEmailAddress,
  RecordedExternalAccount,
  RecordedPhoneNumber,
  RecordedVerification,
} from '@bartleby/api-contract';
import { Refusal } from '../../../runtime/refusal.ts';
import {
  normalizeEmailAddress,
  normalizePhoneNumber,
  requireMetadata,
  requireText,
} from '../../users/index.ts';
import { instantColumn, type Row } from './user-rows.ts';

/** What the rows of one user have in common. */
export interface RowContext {
  readonly userId: string;
  /** Makes an id with this prefix. */
  readonly id: (prefix: string) => string;
  /** For what the record does not date, in epoch milliseconds. */
  readonly createdAt: number;
}

const EMAIL_PROOFS = ['email_code', 'email_link', 'ticket', 'admin'];
const PHONE_PROOFS = ['phone_code', 'ticket', 'admin'];

const isVerified = (verification: RecordedVerification | null | undefined) =>
  verification?.status === 'verified';

/** The proof, where we know that kind; what was proved elsewhere and otherwise counts as an operator's word. */
function proofColumns(
  { verification, reserved, created_at, updated_at }: RecordedEmailAddress | RecordedPhoneNumber,
  proofs: readonly string[],
  { createdAt }: RowContext,
) {
  const made = created_at ?? createdAt;
  const verified = isVerified(verification);
  const strategy = verification?.strategy ?? 'admin';
  return {
    verified,
    reserved: !verified && (reserved ?? false),
    verification_strategy: verified ? (proofs.includes(strategy) ? strategy : 'admin') : null,
    verified_at: verified ? instantColumn(verification?.verified_at ?? made) : null,
    created_at: instantColumn(made),
    updated_at: instantColumn(updated_at ?? made),
  };
}

/** The rows of addresses, in normal form. Throws Refusal form_param_format_invalid or form_param_duplicate. */
export function emailAddressRows(list: readonly RecordedEmailAddress[], context: RowContext): Row[] {
  const rows = list.map((given) => {
    const address = normalizeEmailAddress(given.email_address);
    if (address === null)
      throw unfit('email_address', given.email_address, 'is no e-mail address that mail can reach');
    return {
      id: given.id ?? context.id('idn'),
      user_id: context.userId,
      email_address: address,
      ...proofColumns(given, EMAIL_PROOFS, context),
    };
  });
  return withoutRepetition(rows, 'email_address');
}

/** The rows of numbers, in E.164. Throws Refusal form_param_format_invalid or form_param_duplicate. */
export function phoneNumberRows(list: readonly RecordedPhoneNumber[], context: RowContext): Row[] {
  let hasDefault = false;
  const rows = list.map((given) => {
    const number = normalizePhoneNumber(given.phone_number);
    if (number === null)
      throw unfit('phone_number', given.phone_number, 'is no phone number: write it like +14155550100');
    const proof = proofColumns(given, PHONE_PROOFS, context);
    const isFactor = proof.verified && (given.reserved_for_second_factor ?? false);
    const isDefault = isFactor && !hasDefault && (given.default_second_factor ?? false);
    hasDefault ||= isDefault;
    return {
      id: given.id ?? context.id('idn'),
      user_id: context.userId,
      phone_number: number,
      ...proof,
      reserved_for_second_factor: isFactor,
      default_second_factor: isDefault,
    };
  });
  return withoutRepetition(rows, 'phone_number');
}

/** The rows of accounts at other providers. Throws Refusal form_param_*. */
export function externalAccountRows(list: readonly RecordedExternalAccount[], context: RowContext): Row[] {
  const rows = list.map((given) => {
    const made = given.created_at ?? context.createdAt;
    const named = (field: 'first_name' | 'last_name' | 'username' | 'label' | 'phone_number') =>
      requireText(given[field] ?? null, `external_accounts.${field}`);
    return {
      id: given.id ?? context.id('eac'),
      user_id: context.userId,
      identification_id: given.identification_id ?? context.id('idn'),
      provider: given.provider,
      provider_user_id: given.provider_user_id,
      email_address: given.email_address ? given.email_address.toLowerCase() : null,
      email_address_verified: given.email_address_verified ?? false,
      first_name: named('first_name'),
      last_name: named('last_name'),
      username: named('username'),
      image_url: given.image_url || null,
      phone_number: named('phone_number'),
      label: named('label'),
      public_metadata: requireMetadata(given.public_metadata ?? {}, 'public_metadata'),
      approved_scopes: given.approved_scopes ?? '',
      verified: isVerified(given.verification),
      created_at: instantColumn(made),
      updated_at: instantColumn(given.updated_at ?? made),
    };
  });
  const people = rows.map((row) => ({ ...row, person: `${row.provider} ${row.provider_user_id}` }));
  withoutRepetition(people, 'person', 'external_accounts');
  return withoutRepetition(rows, 'id', 'external_accounts');
}

function withoutRepetition<T extends Row>(rows: T[], column: string, paramName = column): T[] {
  const seen = new Set<unknown>();
  for (const row of rows) {
    if (seen.has(row[column])) throw new Refusal('form_param_duplicate', { param_name: paramName });
    seen.add(row[column]);
  }
  return rows;
}

function unfit(paramName: string, value: string, reason: string): Refusal {
  return new Refusal('form_param_format_invalid', {
    param_name: paramName,
    message: 'is invalid',
    long_message: `"${value.slice(0, 80)}" ${reason}.`,
  });
}
