import type { JsonObject, JsonValue } from '../json-value.ts';
import type { TemplateData, TemplateUser } from '../render/template-data.ts';
import type { TestFixture } from './template-test.ts';

/** As long as a real id, so that bytes are as in a real token. */
const EXAMPLE_USER_ID = `user_${'0'.repeat(27)}`;
const EXAMPLE_ORG_ID = `org_${'0'.repeat(27)}`;
const EXAMPLE_INSTANT = 1_767_225_600;

const UNKNOWN_USER: TemplateUser = {
  id: EXAMPLE_USER_ID,
  external_id: null,
  first_name: null,
  last_name: null,
  full_name: null,
  username: null,
  created_at: EXAMPLE_INSTANT,
  updated_at: EXAMPLE_INSTANT,
  last_sign_in_at: null,
  primary_email_address: null,
  primary_phone_number: null,
  primary_web3_wallet: null,
  email_verified: false,
  phone_number_verified: false,
  image_url: 'https://example.com/v1/avatars/0',
  has_image: false,
  two_factor_enabled: false,
  organizations: {},
  public_metadata: {},
  unsafe_metadata: {},
  factor_verification_age: [0, -1],
};

const own = (object: JsonObject, name: string): JsonValue | undefined =>
  Object.hasOwn(object, name) ? object[name] : undefined;

/** What follows from what was given: a full name from its parts, a verified address from an address. */
function derived(given: JsonObject, user: TemplateUser): Partial<TemplateUser> {
  const { first_name: first, last_name: last } = { ...user, ...given } as TemplateUser;
  const has = (name: string) => own(given, name) !== undefined;
  return {
    ...((has('first_name') || has('last_name')) && {
      full_name: [first, last].filter(Boolean).join(' ') || null,
    }),
    ...(has('primary_email_address') && { email_verified: own(given, 'primary_email_address') !== null }),
    ...(has('primary_phone_number') && {
      phone_number_verified: own(given, 'primary_phone_number') !== null,
    }),
  };
}

/**
 * The data that a test's template reads.
 * @param real the data of the user whom the fixture names
 */
export function fixtureData(fixture: TestFixture, real: TemplateData | null): TemplateData {
  const user = real?.user ?? UNKNOWN_USER;
  const given = fixture.user ?? {};
  const { org, org_membership: membership } = fixture;
  return {
    user: { ...user, ...derived(given, user), ...given } as TemplateUser,
    org: org
      ? {
          id: EXAMPLE_ORG_ID,
          name: 'Example',
          slug: null,
          role: 'org:member',
          image_url: null,
          has_image: false,
          public_metadata: {},
          ...org,
        }
      : (real?.org ?? null),
    org_membership: org
      ? { permissions: [], public_metadata: {}, ...membership }
      : (real?.org_membership ?? null),
    session: { actor: null, reverification_id: null, ...real?.session, ...fixture.session },
  };
}
