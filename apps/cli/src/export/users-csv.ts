import type { UserRecord } from '@bartleby/api-contract';
import { type Column, knownColumns } from '../import/records/columns.ts';
import { neutralise } from '../import/records/neutral-cell.ts';

/** The header of users.csv: the columns of Clerk's export, and what else fits into a cell. */
export const csvHeader = `${knownColumns.join(',')}\r\n`;

/** A user as a line of CSV (RFC 4180); no cell of it is run by a spreadsheet. */
export function csvLine(user: UserRecord): string {
  const cells = cellsOf(user);
  return `${knownColumns.map((column) => cell(cells[column as Column])).join(',')}\r\n`;
}

function cell(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = neutralise(typeof value === 'object' ? JSON.stringify(value) : String(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const isVerified = ({ verification }: { verification?: { status: string } | null }) =>
  verification?.status === 'verified';
const joined = (texts: string[]) => texts.join(',');
const instant = (milliseconds: number | null | undefined) =>
  milliseconds === null || milliseconds === undefined ? null : new Date(milliseconds).toISOString();

function cellsOf(user: UserRecord): Record<Column, unknown> {
  const emails = user.email_addresses ?? [];
  const phones = user.phone_numbers ?? [];
  const emailsWhere = (verified: boolean) =>
    joined(emails.filter((each) => isVerified(each) === verified).map((each) => each.email_address));
  const phonesWhere = (verified: boolean) =>
    joined(phones.filter((each) => isVerified(each) === verified).map((each) => each.phone_number));
  return {
    id: user.id,
    first_name: user.first_name,
    last_name: user.last_name,
    username: user.username,
    primary_email_address: emails.find(({ id }) => id === user.primary_email_address_id)?.email_address,
    primary_phone_number: phones.find(({ id }) => id === user.primary_phone_number_id)?.phone_number,
    verified_email_addresses: emailsWhere(true),
    unverified_email_addresses: emailsWhere(false),
    verified_phone_numbers: phonesWhere(true),
    unverified_phone_numbers: phonesWhere(false),
    totp_secret: user.totp_secret,
    password_digest: user.password_digest,
    password_hasher: user.password_hasher,
    external_id: user.external_id,
    locale: user.locale,
    timezone: user.timezone,
    public_metadata: user.public_metadata,
    private_metadata: user.private_metadata,
    unsafe_metadata: user.unsafe_metadata,
    banned: user.banned,
    locked: user.locked,
    bypass_client_trust: user.bypass_client_trust,
    delete_self_enabled: user.delete_self_enabled,
    create_organization_enabled: user.create_organization_enabled,
    create_organizations_limit: user.create_organizations_limit,
    legal_accepted_at: instant(user.legal_accepted_at),
    last_sign_in_at: instant(user.last_sign_in_at),
    last_active_at: instant(user.last_active_at),
    created_at: instant(user.created_at),
    updated_at: instant(user.updated_at),
  };
}
