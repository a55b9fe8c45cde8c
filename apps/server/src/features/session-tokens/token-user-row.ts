import { BLANK_USER, type JsonObject, type User } from '../users/index.ts';
import type { SubjectReads } from './token-subject.ts';

/** What the hot statement, and every other that renders tokens, selects of a user. */
export interface TokenUserRow {
  instance_id: string;
  user_id: string;
  user_external_id: string | null;
  user_username: string | null;
  user_first_name: string | null;
  user_last_name: string | null;
  user_primary_email_address_id: string | null;
  user_last_sign_in_at: Date | null;
  user_image_id: string | null;
  user_totp_enabled: boolean;
  user_created_at: Date;
  user_updated_at: Date;
  user_email_addresses?: { id: string; emailAddress: string; verified: boolean }[];
  user_primary_phone_number_id?: string | null;
  user_phone_numbers?: {
    id: string;
    phoneNumber: string;
    verified: boolean;
    reservedForSecondFactor: boolean;
  }[];
  user_public_metadata?: JsonObject;
  user_unsafe_metadata?: JsonObject;
}

const EMAIL_ADDRESSES = `(select coalesce(jsonb_agg(jsonb_build_object(
    'id', e.id, 'emailAddress', e.email_address, 'verified', e.verified) order by e.created_at, e.id), '[]'::jsonb)
  from email_addresses e where e.instance_id = u.instance_id and e.user_id = u.id) as user_email_addresses`;

const PHONE_NUMBERS = `(select coalesce(jsonb_agg(jsonb_build_object('id', p.id, 'phoneNumber', p.phone_number,
    'verified', p.verified, 'reservedForSecondFactor', p.reserved_for_second_factor) order by p.created_at, p.id), '[]'::jsonb)
  from phone_numbers p where p.instance_id = u.instance_id and p.user_id = u.id) as user_phone_numbers,
  u.primary_phone_number_id as user_primary_phone_number_id`;

/** The columns of a {@link TokenUserRow}, but for its ids, of the table `users` known as `u`. */
export const tokenUserColumns = (
  reads: SubjectReads,
): string => `u.external_id as user_external_id, u.username as user_username,
  u.first_name as user_first_name, u.last_name as user_last_name,
  u.primary_email_address_id as user_primary_email_address_id,
  u.last_sign_in_at as user_last_sign_in_at, u.image_id as user_image_id,
  u.totp_verified_at is not null as user_totp_enabled, u.created_at as user_created_at, u.updated_at as user_updated_at
  ${reads.emailAddresses ? `, ${EMAIL_ADDRESSES}` : ''}
  ${reads.phoneNumbers ? `, ${PHONE_NUMBERS}` : ''}
  ${reads.publicMetadata ? ', u.public_metadata as user_public_metadata' : ''}
  ${reads.unsafeMetadata ? ', u.unsafe_metadata as user_unsafe_metadata' : ''}`;

export function toTokenUser(row: TokenUserRow): User {
  const { instance_id: instanceId, user_id: userId } = row;
  const unread = { createdAt: row.user_created_at, updatedAt: row.user_updated_at };
  return {
    // No token and no preview can hold what the statement does not select.
    ...BLANK_USER,
    ...unread,
    instanceId,
    id: userId,
    externalId: row.user_external_id,
    username: row.user_username,
    firstName: row.user_first_name,
    lastName: row.user_last_name,
    primaryEmailAddressId: row.user_primary_email_address_id,
    emailAddresses: (row.user_email_addresses ?? []).map((address) => ({
      ...address,
      ...unread,
      instanceId,
      userId,
      reserved: false,
      verificationStrategy: null,
      verifiedAt: null,
      verificationId: null,
    })),
    primaryPhoneNumberId: row.user_primary_phone_number_id ?? null,
    phoneNumbers: (row.user_phone_numbers ?? []).map((number) => ({
      ...number,
      ...unread,
      instanceId,
      userId,
      reserved: false,
      verificationStrategy: null,
      verifiedAt: null,
      verificationId: null,
      defaultSecondFactor: false,
    })),
    publicMetadata: row.user_public_metadata ?? {},
    unsafeMetadata: row.user_unsafe_metadata ?? {},
    lastSignInAt: row.user_last_sign_in_at,
    imageId: row.user_image_id,
    totpEnabled: row.user_totp_enabled,
  };
}
