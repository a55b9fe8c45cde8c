import type { DeclaredRole, MetadataSchemasResource, TokenOverflow } from '@bartleby/api-contract';
import type { JsonObject, TemplateData } from '@bartleby/claims-template';

export interface FakeJwtTemplate {
  id: string;
  name: string;
  claims_source: string;
  preset: string | null;
  version: number;
  lifetime: number;
  allowed_clock_skew: number;
  custom_signing_key: boolean;
  signing_algorithm: string;
}

export interface FakeAppUser {
  id: string;
  firstName: string | null;
  lastName: string | null;
  emailAddress: string;
  publicMetadata: JsonObject;
  privateMetadata: JsonObject;
  unsafeMetadata: JsonObject;
  sessions: { id: string; status: string }[];
}

export const COOKIE_NAME = '__session_AbCdEf12';
export const HEADER_BYTES = 130;
export const NAUGHTY_NAME = '<img src=x onerror=alert(1)>';
const CREATED_AT = 1_760_000_000_000;

export function fakeAppUser(id: string, firstName: string | null, lastName: string | null): FakeAppUser {
  return {
    id,
    firstName,
    lastName,
    emailAddress: `${id}@example.com`,
    publicMetadata: { role: 'editor', note: 'é' },
    privateMetadata: { canary: 'never in a token' },
    unsafeMetadata: {},
    sessions: [{ id: `sess_${id}`, status: 'active' }],
  };
}

/** What the fake Platform API knows; tests change it as they like. */
export function fakeState() {
  return {
    users: [
      fakeAppUser('user_ada', 'Ada', 'Lovelace'),
      fakeAppUser('user_naughty', NAUGHTY_NAME, null),
      fakeAppUser('user_rtl', 'مريم', 'العربية'),
      fakeAppUser('user_long', 'Wolfeschlegel'.repeat(20), null),
      fakeAppUser('user_nameless', null, null),
    ],
    source: null as string | null,
    tests: [] as unknown[],
    /** Who saves from now on. */
    author: 'Olga',
    version: 0,
    configVersion: 1,
    versions: [] as {
      version: number;
      source: string;
      tests: unknown[];
      message: string | null;
      author: string;
      acceptedBrokenUsers: number | null;
    }[],
    metadataSchemas: {
      public: null,
      unsafe: null,
      private: null,
      enforcement: 'warn',
    } as MetadataSchemasResource,
    roles: ['org:admin', 'org:member'].map((key) => ({
      key,
      name: '',
      description: '',
      permissions: [],
    })) as DeclaredRole[],
    permissions: [] as string[],
    /** How many members have a role, by its key. */
    roleMembers: {} as Record<string, number>,
    /** Of who is signed in; null: none. */
    role: 'owner' as 'owner' | 'viewer' | null,
    hasPassword: false,
    operatorPassword: '',
    secretKeys: [{ id: 'key_1', name: 'First key', revoked: false }],
    mails: [{ id: 'mail_1', to: 'ada@example.com', subject: 'Your code is 424242', code: '424242' }] as {
      id: string;
      to: string;
      subject: string;
      code: string | null;
    }[],
    smtp: false,
    jwtTemplates: [] as FakeJwtTemplate[],
    /** Signing keys in the order in which they came; no answer has them. */
    signingKeys: [] as string[],
    connections: [] as { id: string; strategy: string; [field: string]: unknown }[],
    /** Client secrets in the order in which they came; no answer has them. */
    clientSecrets: [] as string[],
    /** Whose tokens lose their claims. */
    overflows: [] as TokenOverflow[],
    /** What the last save accepted. */
    acceptedBrokenUsers: 0,
    forecastSample: null as { step: number; margin_of_error: number } | null,
    /** The answer ends after the progress. */
    isForecastCutOff: false,
    /** The result comes when this is done. */
    forecastGate: null as Promise<void> | null,
    /** The heaviest user is told when this is done. */
    heaviestGate: null as Promise<void> | null,
    /** Questions for the heaviest user, by their drafts, that nobody waited for. */
    closedWeighings: [] as string[],
    /** Forecasts whose reader went before the end. */
    cancelledForecasts: 0,
    /** Answers given instead, once each, to paths that match. */
    overrides: [] as { path: RegExp; method: string; status: number; body: unknown }[],
    /** Null: not known. */
    seenMetadataPaths: null as string[] | null,
    isDown: false,
  };
}

export type FakeState = ReturnType<typeof fakeState>;

export function defaultClaimsOf(user: FakeAppUser): JsonObject {
  return {
    azp: 'http://localhost:3000',
    exp: 1_760_000_060,
    fva: [0, -1],
    iat: 1_760_000_000,
    iss: 'https://app.localhost:1853',
    jti: 'f0e1d2c3b4a5',
    nbf: 1_759_999_990,
    sid: `sess_${user.id}`,
    sts: 'active',
    sub: user.id,
    v: 2,
  };
}

export function templateDataOf(user: FakeAppUser): TemplateData {
  const name = [user.firstName, user.lastName].filter(Boolean).join(' ');
  return {
    user: {
      id: user.id,
      external_id: null,
      first_name: user.firstName,
      last_name: user.lastName,
      full_name: name || null,
      username: null,
      created_at: CREATED_AT / 1000,
      updated_at: CREATED_AT / 1000,
      last_sign_in_at: null,
      primary_email_address: user.emailAddress,
      primary_phone_number: null,
      primary_web3_wallet: null,
      email_verified: true,
      phone_number_verified: false,
      image_url: 'https://example.com/a.png',
      has_image: false,
      two_factor_enabled: false,
      organizations: {},
      public_metadata: user.publicMetadata,
      unsafe_metadata: user.unsafeMetadata,
      factor_verification_age: [0, -1],
    },
    org: null,
    org_membership: null,
    session: { actor: null, reverification_id: null },
  };
}

export function userResource(user: FakeAppUser) {
  const addressId = `idn_${user.id}`;
  return {
    id: user.id,
    first_name: user.firstName,
    last_name: user.lastName,
    username: null,
    external_id: null,
    primary_email_address_id: addressId,
    email_addresses: [
      { id: addressId, email_address: user.emailAddress, verification: { status: 'verified' } },
    ],
    public_metadata: user.publicMetadata,
    private_metadata: user.privateMetadata,
    unsafe_metadata: user.unsafeMetadata,
    last_sign_in_at: null,
    created_at: CREATED_AT,
  };
}
