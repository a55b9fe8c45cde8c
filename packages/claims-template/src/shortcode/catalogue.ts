import { limits } from '../limits.ts';
import type { DataGroup, FieldShape, ShortcodeField } from './shortcode-field.ts';

type Extras = Partial<Pick<ShortcodeField, 'unbounded' | 'clientWritable' | 'maxBytes'>>;

const TYPES: Readonly<Record<FieldShape, string>> = {
  string: 'string',
  number: 'number',
  boolean: 'boolean',
  metadata: 'Record<string, unknown>',
  organizations: 'Record<string, string>',
  factor_verification_age: '[number, number]',
  permissions: 'string[]',
  actor: '{ sub: string; [key: string]: unknown }',
};

/** Bytes as JSON. Ids are a prefix and 27 characters; addresses follow RFC 5321; phone numbers are E.164. */
const SHAPE_BYTES: Readonly<Record<FieldShape, number | null>> = {
  string: null,
  number: 10,
  boolean: 5,
  metadata: limits.metadataBytes,
  organizations: null,
  factor_verification_age: 24,
  permissions: null,
  actor: null,
};
const ID_BYTES = 34;
const EMAIL_BYTES = 256;
const PHONE_BYTES = 18;
const WALLET_BYTES = 44;

const SCALARS: ReadonlySet<FieldShape> = new Set(['string', 'number', 'boolean']);

function groupOf(path: string): ShortcodeField['group'] {
  if (path.startsWith('user.')) return 'user';
  return path.startsWith('session.') ? 'session' : 'organization';
}

function dataGroupOf(path: string, shape: FieldShape): DataGroup {
  if (shape === 'metadata' || shape === 'organizations' || shape === 'factor_verification_age')
    return path as DataGroup;
  return path.slice(0, path.indexOf('.')) as DataGroup;
}

function field(
  path: string,
  shape: FieldShape,
  meaning: string,
  nullWhen: string | null = null,
  extras: Extras = {},
): ShortcodeField {
  return {
    path,
    group: groupOf(path),
    type: nullWhen === null ? TYPES[shape] : `${TYPES[shape]} | null`,
    meaning,
    nullWhen,
    nested: !SCALARS.has(shape),
    unbounded: shape === 'metadata' || shape === 'organizations',
    clientWritable: false,
    shape,
    reads: dataGroupOf(path, shape),
    maxBytes: SHAPE_BYTES[shape],
    ...extras,
  };
}

const NO_ORG = 'no organization is active';

/** Every shortcode there is (claims-language sections 2.1 to 2.3); anything else is unknown. */
export const shortcodes: readonly ShortcodeField[] = [
  field('user.id', 'string', 'The id of the user.', null, { maxBytes: ID_BYTES }),
  field('user.external_id', 'string', 'The id of the user in your own system.', 'none was set'),
  field('user.first_name', 'string', 'Given name.', 'it was not given'),
  field('user.last_name', 'string', 'Family name.', 'it was not given'),
  field(
    'user.full_name',
    'string',
    'First and last name joined by a blank, or the one that is known.',
    'both are unknown',
  ),
  field('user.username', 'string', 'Username.', 'the user has none'),
  field('user.created_at', 'number', 'When the user was created, in Unix seconds.'),
  field('user.updated_at', 'number', 'When the user last changed, in Unix seconds.'),
  field(
    'user.last_sign_in_at',
    'number',
    'When the user last signed in, in Unix seconds.',
    'the user never signed in',
  ),
  field('user.primary_email_address', 'string', 'The primary email address.', 'the user has none', {
    maxBytes: EMAIL_BYTES,
  }),
  field(
    'user.primary_phone_number',
    'string',
    'The primary phone number, as in +12025550188.',
    'the user has none',
    {
      maxBytes: PHONE_BYTES,
    },
  ),
  field('user.primary_web3_wallet', 'string', 'The address of the primary wallet.', 'the user has none', {
    maxBytes: WALLET_BYTES,
  }),
  field('user.email_verified', 'boolean', 'Whether the user has a verified email address.'),
  field('user.phone_number_verified', 'boolean', 'Whether the user has a verified phone number.'),
  field('user.image_url', 'string', 'URL of the picture, or of the default picture.'),
  field('user.has_image', 'boolean', 'Whether the user uploaded a picture.'),
  field('user.two_factor_enabled', 'boolean', 'Whether the user has a second factor.'),
  field(
    'user.organizations',
    'organizations',
    'Every membership: organization id to role key. Grows with each one.',
  ),
  field(
    'user.public_metadata',
    'metadata',
    'Metadata written by your backend; add a path to take one value.',
  ),
  field(
    'user.unsafe_metadata',
    'metadata',
    'Metadata the user can write from the browser: never base a permission on it.',
    null,
    { clientWritable: true },
  ),
  field(
    'user.factor_verification_age',
    'factor_verification_age',
    'Minutes since the first and the second factor were verified; -1 for never.',
    'nothing is known about it',
  ),
  field('org.id', 'string', 'The id of the active organization.', NO_ORG, { maxBytes: ID_BYTES }),
  field('org.name', 'string', 'The name of the active organization.', NO_ORG),
  field('org.slug', 'string', 'The slug of the active organization.', NO_ORG),
  field('org.role', 'string', "The user's role there, as in org:admin.", NO_ORG),
  field('org.image_url', 'string', 'URL of the logo.', NO_ORG),
  field('org.has_image', 'boolean', 'Whether a logo was uploaded.', NO_ORG),
  field(
    'org.public_metadata',
    'metadata',
    'Metadata of the active organization; add a path to take one value.',
    NO_ORG,
  ),
  field(
    'org_membership.public_metadata',
    'metadata',
    "Metadata of the user's membership there; add a path to take one value.",
    NO_ORG,
  ),
  field(
    'org_membership.permissions',
    'permissions',
    "The user's custom permissions there, as in org:article:publish.",
    NO_ORG,
  ),
  field('session.actor', 'actor', 'Who is impersonating the user.', 'nobody is impersonating the user'),
  field(
    'session.reverification_id',
    'string',
    'The id of the latest reverification of this session.',
    'there was none',
    {
      maxBytes: ID_BYTES,
    },
  ),
];

const BY_PATH: ReadonlyMap<string, ShortcodeField> = new Map(shortcodes.map((entry) => [entry.path, entry]));

/** A path that names a field, and what was written below that field. */
export interface ResolvedShortcode {
  field: ShortcodeField;
  below: readonly string[];
}

/** Resolves `['user', 'public_metadata', 'role']`; null for what is not in the catalogue. */
export function resolveShortcode(segments: readonly string[]): ResolvedShortcode | null {
  const entry = BY_PATH.get(`${segments[0]}.${segments[1]}`);
  if (entry === undefined || segments.length < 2) return null;
  const below = segments.slice(2);
  return below.length > 0 && !entry.nested ? null : { field: entry, below };
}
