import { type TransferObject, type TransferRecord, transferObjects } from '@bartleby/api-contract';
import { type TSchema, Type } from 'typebox';
import { Compile } from 'typebox/compile';
import { Refusal } from '../../runtime/refusal.ts';

const only = { additionalProperties: false } as const;
const MAX_INSTANT = 8_640_000_000_000_000; // ECMA-262: the last instant that a Date can hold
const MAX_LIMIT = 2_147_483_647;

const orNull = <T extends TSchema>(schema: T) => Type.Union([schema, Type.Null()]);
const idOf = (pattern: string) => Type.String({ maxLength: 64, pattern: `^${pattern}_[0-9A-Za-z]{1,59}$` });
/** Addresses, accounts: whatever prefix the source gives them. */
const ANY_ID = idOf('[a-z]{2,10}');
const text = Type.Optional(orNull(Type.String({ maxLength: 2048 })));
const longText = Type.Optional(orNull(Type.String({ maxLength: 8192 })));
const flag = Type.Optional(Type.Boolean());
const instant = Type.Optional(Type.Integer({ minimum: 0, maximum: MAX_INSTANT }));
const instantOrNull = Type.Optional(orNull(Type.Integer({ minimum: 0, maximum: MAX_INSTANT })));
const limit = Type.Optional(orNull(Type.Integer({ minimum: 0, maximum: MAX_LIMIT })));
const metadata = Type.Optional(Type.Record(Type.String(), Type.Unknown()));

const verification = Type.Optional(
  orNull(
    Type.Object({ status: Type.String({ maxLength: 40 }), strategy: text, verified_at: instantOrNull }, only),
  ),
);
const identification = {
  id: Type.Optional(ANY_ID),
  verification,
  reserved: flag,
  created_at: instant,
  updated_at: instant,
};

const emailAddress = Type.Object(
  { email_address: Type.String({ maxLength: 2048 }), ...identification },
  only,
);
const phoneNumber = Type.Object(
  {
    phone_number: Type.String({ maxLength: 2048 }),
    ...identification,
    reserved_for_second_factor: flag,
    default_second_factor: flag,
  },
  only,
);
const externalAccount = Type.Object(
  {
    id: Type.Optional(ANY_ID),
    identification_id: Type.Optional(orNull(ANY_ID)),
    provider: Type.String({ maxLength: 64, pattern: '^oauth_[a-z0-9_]+$' }),
    provider_user_id: Type.String({ minLength: 1, maxLength: 512 }),
    email_address: text,
    email_address_verified: Type.Optional(orNull(Type.Boolean())),
    first_name: text,
    last_name: text,
    username: text,
    image_url: longText,
    phone_number: text,
    label: text,
    public_metadata: metadata,
    approved_scopes: Type.Optional(Type.String({ maxLength: 8192 })),
    verification,
    created_at: instant,
    updated_at: instant,
  },
  only,
);

const metadataFields = { public_metadata: metadata, private_metadata: metadata };

const user = Type.Object(
  {
    object: Type.Literal('user'),
    id: idOf('user'),
    external_id: text,
    username: text,
    first_name: text,
    last_name: text,
    locale: text,
    timezone: text,
    primary_email_address_id: Type.Optional(orNull(ANY_ID)),
    primary_email_address: text,
    primary_phone_number_id: Type.Optional(orNull(ANY_ID)),
    primary_phone_number: text,
    email_addresses: Type.Optional(Type.Array(emailAddress, { maxItems: 100 })),
    phone_numbers: Type.Optional(Type.Array(phoneNumber, { maxItems: 100 })),
    external_accounts: Type.Optional(Type.Array(externalAccount, { maxItems: 100 })),
    password_digest: longText,
    password_hasher: text,
    password_normalized: flag,
    password_last_updated_at: instantOrNull,
    password_compromised: flag,
    totp_secret: text,
    totp_verified_at: instantOrNull,
    backup_codes: Type.Optional(Type.Array(Type.String({ minLength: 1, maxLength: 256 }), { maxItems: 100 })),
    backup_code_key: text,
    mfa_enabled_at: instantOrNull,
    mfa_disabled_at: instantOrNull,
    ...metadataFields,
    unsafe_metadata: metadata,
    banned: flag,
    locked: flag,
    lockout_expires_at: instantOrNull,
    bypass_client_trust: flag,
    delete_self_enabled: flag,
    create_organization_enabled: flag,
    create_organizations_limit: limit,
    legal_accepted_at: instantOrNull,
    last_sign_in_at: instantOrNull,
    last_active_at: instantOrNull,
    created_at: instant,
    updated_at: instant,
  },
  only,
);

const organization = Type.Object(
  {
    object: Type.Literal('organization'),
    id: idOf('org'),
    name: Type.String({ minLength: 1, maxLength: 256 }),
    slug: Type.Optional(orNull(Type.String({ maxLength: 256 }))),
    max_allowed_memberships: limit,
    admin_delete_enabled: flag,
    ...metadataFields,
    created_by: Type.Optional(orNull(Type.String({ maxLength: 64 }))),
    created_at: instant,
    updated_at: instant,
  },
  only,
);

const membership = Type.Object(
  {
    object: Type.Literal('organization_membership'),
    id: idOf('orgmem'),
    organization_id: idOf('org'),
    user_id: idOf('user'),
    role: Type.String({ minLength: 1, maxLength: 128 }),
    ...metadataFields,
    created_at: instant,
    updated_at: instant,
  },
  only,
);

/** What a validator says of a value that it does not allow. */
export type RecordErrors = readonly {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
}[];

interface RecordValidator {
  Check(value: unknown): value is TransferRecord;
  Errors(value: unknown): RecordErrors;
}

const validators: Readonly<Record<TransferObject, RecordValidator>> = {
  user: Compile(user) as unknown as RecordValidator,
  organization: Compile(organization) as unknown as RecordValidator,
  organization_membership: Compile(membership) as unknown as RecordValidator,
};

/** The value as a record of this kind. Throws Refusal form_param_* for what is none. */
export function requireRecord(
  value: unknown,
  object: TransferObject | null,
  refusalOf: (errors: RecordErrors) => Refusal,
): TransferRecord {
  if (object === null)
    throw new Refusal('form_param_value_invalid', {
      param_name: 'object',
      message: 'is invalid',
      long_message: `object must be one of ${transferObjects.join(', ')}.`,
    });
  const validator = validators[object];
  if (validator.Check(value)) return value;
  throw refusalOf(validator.Errors(value));
}
