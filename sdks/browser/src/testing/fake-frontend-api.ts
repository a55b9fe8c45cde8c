import { publishableKeyFor } from '@bartleby/api-contract';
import type { Clock } from '../clock.ts';
import { fakeToken } from './fake-token.ts';

export interface FakeUser {
  id: string;
  emailAddress: string;
  password: string;
  firstName: string | null;
  lastName: string | null;
  primaryId: string;
  addresses: { id: string; emailAddress: string; isVerified: boolean }[];
}

interface FakeSession {
  id: string;
  clientId: string;
  userId: string;
  createdAt: number;
  agent: string;
}

interface Attempt {
  id: string;
  clientId: string;
  fields: Record<string, string>;
  isPrepared: boolean;
  isWaiting: boolean;
}

export interface FakeRequest {
  readonly method: string;
  /** Below `/v1`. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly form: URLSearchParams;
  readonly clientId: string | null;
}

/** One that a browser opened. */
export interface FakeEventStream {
  readonly query: URLSearchParams;
  readonly signal: AbortSignal;
  send(event: object): void;
  end(): void;
}

export interface FakeAnswer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
  readonly setClientId?: string;
}

export const FAKE_CODE = '424242';

/** Enough of a Frontend API (frontend-api 5.1, 5.2, 5.8, 5.9, 7A) to drive the SDKs without a server. */
export function createFakeFrontendApi(options: { clock: Clock; keyHost: string; lifetimeSeconds?: number }) {
  const { clock, keyHost } = options;
  const users: FakeUser[] = [];
  const sessions: FakeSession[] = [];
  const signUps: Attempt[] = [];
  const resets: { id: string; clientId: string; identifier: string | null; isProven: boolean }[] = [];
  const requests: FakeRequest[] = [];
  const updatedAt = new Map<string, number>();
  let counter = 0;
  /** Answers put here are given instead, once each, to requests whose path they match. */
  const overrides: { path: RegExp; answer: FakeAnswer | 'network' }[] = [];
  /** Event streams: null while the server has none. */
  const events: { streams: FakeEventStream[] | null } = { streams: null };
  const claims: { custom: Record<string, unknown> } = { custom: {} };
  const id = (prefix: string) => `${prefix}_${++counter}`;
  const seconds = () => Math.floor(clock.now() / 1000);

  const ok = (body: unknown, more: Partial<FakeAnswer> = {}): FakeAnswer => ({ status: 200, body, ...more });
  const refuse = (status: number, code: string, paramName?: string, text = `${code}.`): FakeAnswer => ({
    status,
    body: {
      errors: [{ code, message: text, long_message: text, meta: paramName ? { param_name: paramName } : {} }],
      clerk_trace_id: 'trace',
    },
  });

  const tokenFor = (session: FakeSession) =>
    fakeToken({
      sessionId: session.id,
      userId: session.userId,
      issuer: `https://${keyHost}`,
      issuedAtSeconds: seconds(),
      lifetimeSeconds: options.lifetimeSeconds ?? 60,
      custom: claims.custom,
    });

  const addressJson = (address: FakeUser['addresses'][number]) => ({
    object: 'email_address',
    id: address.id,
    email_address: address.emailAddress,
    verification: address.isVerified
      ? { status: 'verified', strategy: 'email_code', attempts: 1, expire_at: null }
      : { status: 'unverified', strategy: 'email_code', attempts: 0, expire_at: clock.now() + 600_000 },
    created_at: 1_760_000_000_000,
    updated_at: 1_760_000_000_000,
  });

  const userJson = (user: FakeUser) => ({
    object: 'user',
    id: user.id,
    username: null,
    first_name: user.firstName,
    last_name: user.lastName,
    image_url: '',
    has_image: false,
    primary_email_address_id: user.primaryId,
    password_enabled: user.password !== '',
    two_factor_enabled: false,
    email_addresses: user.addresses.map(addressJson),
    public_metadata: { first_choice: true },
    unsafe_metadata: {},
    external_id: null,
    delete_self_enabled: true,
    created_at: 1_760_000_000_000,
    updated_at: 1_760_000_000_000,
  });

  const sessionJson = async (session: FakeSession) => {
    const user = users.find((one) => one.id === session.userId)!;
    return {
      object: 'session',
      id: session.id,
      status: 'active',
      expire_at: session.createdAt + 604_800_000,
      abandon_at: session.createdAt + 2_592_000_000,
      last_active_at: clock.now(),
      last_active_organization_id: null,
      actor: null,
      tasks: null,
      factor_verification_age: [0, -1],
      last_active_token: { object: 'token', jwt: await tokenFor(session) },
      user: userJson(user),
      created_at: session.createdAt,
      updated_at: session.createdAt,
    };
  };

  const signUpJson = (attempt: Attempt, created?: FakeSession) => ({
    object: 'sign_up',
    id: attempt.id,
    status: created ? 'complete' : 'missing_requirements',
    required_fields: ['email_address', 'password'],
    optional_fields: ['first_name', 'last_name'],
    missing_fields: [],
    unverified_fields: created ? [] : ['email_address'],
    verifications: {
      email_address: attempt.isPrepared
        ? { status: 'unverified', strategy: 'email_code', attempts: 0, expire_at: clock.now() + 600_000 }
        : { next_action: 'needs_prepare', supported_strategies: ['email_code'] },
    },
    email_address: attempt.fields.email_address ?? null,
    first_name: attempt.fields.first_name ?? null,
    last_name: attempt.fields.last_name ?? null,
    has_password: true,
    created_session_id: created?.id ?? null,
    created_user_id: created?.userId ?? null,
  });

  const signInJson = (created: FakeSession | null, identifier: string | null) => ({
    object: 'sign_in',
    id: id('sia'),
    status: created ? 'complete' : identifier ? 'needs_first_factor' : 'needs_identifier',
    supported_identifiers: ['email_address'],
    supported_first_factors: identifier
      ? [{ strategy: 'password' }, { strategy: 'reset_password_email_code' }]
      : null,
    supported_second_factors: null,
    first_factor_verification: null,
    identifier,
    created_session_id: created?.id ?? null,
  });

  const clientJson = async (clientId: string | null) => {
    if (!clientId) return null;
    const own = sessions.filter((session) => session.clientId === clientId);
    const attempt = signUps.find((one) => one.clientId === clientId && one.isWaiting);
    return {
      object: 'client',
      id: clientId,
      sessions: await Promise.all(own.map(sessionJson)),
      sign_in: null,
      sign_up: attempt ? signUpJson(attempt) : null,
      last_active_session_id: own.at(-1)?.id ?? null,
      cookie_expires_at: null,
      captcha_bypass: false,
      created_at: 1_760_000_000_000,
      updated_at: updatedAt.get(clientId) ?? 1_760_000_000_000,
    };
  };

  const piggyback = async (response: unknown, clientId: string) =>
    ok({ response, client: await clientJson(clientId) }, { setClientId: clientId });

  const startSession = (clientId: string, userId: string, agent = 'Chrome'): FakeSession => {
    const session = { id: id('sess'), clientId, userId, createdAt: clock.now(), agent };
    sessions.push(session);
    updatedAt.set(clientId, clock.now());
    return session;
  };

  const addUser = (user: Partial<FakeUser> & { emailAddress: string }): FakeUser => {
    const primaryId = id('idn');
    const added: FakeUser = {
      id: id('user'),
      password: 'correct horse',
      firstName: null,
      lastName: null,
      primaryId,
      addresses: [{ id: primaryId, emailAddress: user.emailAddress, isVerified: true }],
      ...user,
    };
    users.push(added);
    return added;
  };

  const end = (sessionId: string) => {
    const index = sessions.findIndex((session) => session.id === sessionId);
    if (index >= 0) sessions.splice(index, 1);
  };

  return {
    publishableKey: publishableKeyFor('development', keyHost),
    users,
    sessions,
    signUps,
    resets,
    requests,
    overrides,
    events,
    claims,
    updatedAt,
    clock,
    keyHost,
    id,
    ok,
    refuse,
    tokenFor,
    userJson,
    addressJson,
    sessionJson,
    signUpJson,
    signInJson,
    clientJson,
    piggyback,
    startSession,
    addUser,
    end,
  };
}

export type FakeFrontendApi = ReturnType<typeof createFakeFrontendApi>;
