import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

type Json = Record<string, unknown>;

export interface ClerkBackendApi {
  url: string;
  secretKey: string;
  users: Json[];
  organizations: Json[];
  organizationMemberships: Json[];
  /** Requests that are answered 429 before the next one is served. */
  refuseNext(count: number): void;
  /** Paths asked for, in order. */
  asked: string[];
  close(): Promise<void>;
}

/** A server on loopback that speaks what an import reads of the published Backend API: lists in pages, a count, 401, 429. */
export async function startClerkBackendApi(): Promise<ClerkBackendApi> {
  const lists: Pick<ClerkBackendApi, 'users' | 'organizations' | 'organizationMemberships'> = {
    users: [],
    organizations: [],
    organizationMemberships: [],
  };
  const secretKey = 'sk_test_of_the_clerk_instance';
  const asked: string[] = [];
  let refusals = 0;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    asked.push(url.pathname);
    const answer = (status: number, body: unknown, headers: Json = {}) =>
      response
        .writeHead(status, { 'content-type': 'application/json', ...headers } as Record<string, string>)
        .end(JSON.stringify(body));
    if (request.headers.authorization !== `Bearer ${secretKey}`)
      return answer(401, { errors: [{ code: 'clerk_key_invalid' }] });
    if (refusals > 0) {
      refusals -= 1;
      return answer(429, { errors: [{ code: 'too_many_requests' }] }, { 'retry-after': '0' });
    }
    const page = (list: Json[]) => {
      const limit = Math.min(Number(url.searchParams.get('limit') ?? 10), 500);
      const offset = Number(url.searchParams.get('offset') ?? 0);
      return list.slice(offset, offset + limit);
    };
    const enveloped = (list: Json[]) => answer(200, { data: page(list), total_count: list.length });
    switch (url.pathname) {
      case '/v1/users':
        return answer(200, page(lists.users));
      case '/v1/users/count':
        return answer(200, { object: 'total_count', total_count: lists.users.length });
      case '/v1/organizations':
        return enveloped(lists.organizations);
      case '/v1/organization_memberships':
        return enveloped(lists.organizationMemberships);
      default:
        return answer(404, { errors: [{ code: 'resource_not_found' }] });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    ...lists,
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    secretKey,
    asked,
    refuseNext: (count) => {
      refusals = count;
    },
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const tail = (index: number) => `2NNEqL2nrIRdJ194nd${String(index).padStart(9, '0')}`;

/** The user's id at Clerk. */
export const clerkUserId = (index: number) => `user_${tail(index)}`;

/** A user as the published Backend API shows one. */
export function clerkUser(index: number, more: Json = {}): Json {
  const created_at = 1_650_000_000_000 + index * 1000 + 7;
  const times = { created_at, updated_at: created_at + 1 };
  const email_address = `person${index}@example.com`;
  const linked_to = [{ type: 'oauth_google', id: `idn_${tail(index)}G` }];
  const verified = (strategy: string) => ({ status: 'verified', strategy, attempts: null, expire_at: null });
  return {
    id: clerkUserId(index),
    object: 'user',
    username: `person${index}`,
    first_name: 'Person',
    last_name: `No ${index}`,
    locale: null,
    image_url: 'https://img.example.com/x',
    has_image: false,
    primary_email_address_id: `idn_${tail(index)}E`,
    primary_phone_number_id: null,
    primary_web3_wallet_id: null,
    password_enabled: true,
    two_factor_enabled: false,
    totp_enabled: false,
    backup_code_enabled: false,
    email_addresses: [
      { id: `idn_${tail(index)}E`, object: 'email_address', email_address, reserved: false, verification: { object: 'verification_otp', ...verified('email_code') }, linked_to, matches_sso_connection: false, ...times },
      { id: `idn_${tail(index)}U`, object: 'email_address', email_address: `unproved${index}@example.com`, reserved: false, verification: null, linked_to: [], matches_sso_connection: false, ...times },
    ],
    phone_numbers: [],
    web3_wallets: [],
    passkeys: index === 0 ? [{ id: 'passkey_1', object: 'passkey', name: 'Phone', verification: null }] : [],
    external_accounts: [
      { object: 'external_account', id: `eac_${tail(index)}`, provider: 'oauth_google', identification_id: `idn_${tail(index)}G`, provider_user_id: `1000${index}`, approved_scopes: 'email openid profile', email_address, email_address_verified: true, first_name: 'Person', last_name: '', username: null, image_url: '', avatar_url: '', phone_number: null, label: null, public_metadata: {}, verification: { object: 'verification_oauth', ...verified('oauth_google') }, ...times },
    ],
    saml_accounts: [],
    enterprise_accounts: [],
    public_metadata: { plan: index % 2 ? 'pro' : 'free' },
    private_metadata: { crm: index },
    unsafe_metadata: { theme: 'dark' },
    external_id: `legacy-${index}`,
    last_sign_in_at: created_at + 2,
    last_active_at: created_at + 3,
    banned: index === 1,
    locked: false,
    lockout_expires_in_seconds: null,
    verification_attempts_remaining: 100,
    mfa_enabled_at: null,
    mfa_disabled_at: null,
    delete_self_enabled: true,
    create_organization_enabled: true,
    create_organizations_limit: null,
    legal_accepted_at: null,
    ...times,
    ...more,
  }; // biome-ignore format: as the API prints it
}

export function clerkOrganization(index: number): Json {
  const created_at = 1_660_000_000_000 + index;
  return {
    object: 'organization',
    id: `org_${tail(index)}`,
    name: `Organization ${index}`,
    slug: `organization-${index}`,
    has_image: false,
    image_url: 'https://img.example.com/o',
    max_allowed_memberships: 5,
    admin_delete_enabled: true,
    public_metadata: { tier: index },
    private_metadata: { billing: index },
    created_by: clerkUserId(0),
    members_count: 1,
    created_at,
    updated_at: created_at,
  };
}

export function clerkMembership(index: number, organization: Json, userId: string, role: string): Json {
  const created_at = 1_670_000_000_000 + index;
  return {
    object: 'organization_membership',
    id: `orgmem_${tail(index)}`,
    role,
    role_name: role,
    permissions: ['org:sys_memberships:read'],
    public_metadata: { seat: index },
    private_metadata: {},
    organization,
    public_user_data: { user_id: userId, first_name: null, last_name: null, image_url: '', profile_image_url: '', has_image: false },
    created_at,
    updated_at: created_at,
  }; // biome-ignore format: as the API prints it
}
