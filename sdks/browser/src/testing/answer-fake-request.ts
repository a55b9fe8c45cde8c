import { FAKE_CODE, type FakeAnswer, type FakeFrontendApi, type FakeRequest } from './fake-frontend-api.ts';

type Route = (
  api: FakeFrontendApi,
  request: FakeRequest,
  found: RegExpExecArray,
) => FakeAnswer | Promise<FakeAnswer>;

const UNAUTHENTICATED = 'authentication_invalid';

function ownSession(api: FakeFrontendApi, request: FakeRequest, sessionId: string | null) {
  return api.sessions.find((one) => one.id === sessionId && one.clientId === request.clientId);
}

function signedInUser(api: FakeFrontendApi, request: FakeRequest) {
  const session = ownSession(api, request, request.query.get('_clerk_session_id'));
  const user = api.users.find((one) => one.id === session?.userId);
  return session && user ? { session, user } : null;
}

const signIn: Route = async (api, { form, clientId: known }) => {
  const clientId = known ?? api.id('client');
  const identifier = form.get('identifier');
  if (form.get('strategy') === 'ticket') {
    const ticketUser = api.users.find((user) => `ticket-${user.id}` === form.get('ticket'));
    if (!ticketUser) return api.refuse(400, 'resource_not_found', 'ticket', 'The ticket is not valid.');
    return api.piggyback(api.signInJson(api.startSession(clientId, ticketUser.id), null), clientId);
  }
  const user = api.users.find((one) => one.emailAddress === identifier);
  if (form.get('strategy') === 'reset_password_email_code') {
    const json = api.signInJson(null, identifier);
    api.resets.push({ id: json.id, clientId, identifier, isProven: false });
    return api.piggyback(json, clientId);
  }
  if (form.get('strategy') !== 'password') return api.piggyback(api.signInJson(null, identifier), clientId);
  if (user?.password !== form.get('password')) return api.refuse(422, 'form_password_incorrect', 'password');
  return api.piggyback(api.signInJson(api.startSession(clientId, user!.id), identifier), clientId);
};

const stepSignIn: Route = async (api, { form, clientId }, found) => {
  const attempt = api.resets.find((one) => one.id === found[1] && one.clientId === clientId);
  if (!attempt || !clientId) return api.refuse(404, 'resource_not_found');
  const json = { ...api.signInJson(null, attempt.identifier), id: attempt.id };
  if (found[2] === 'prepare_first_factor') return api.piggyback(json, clientId);
  const user = api.users.find((one) => one.emailAddress === attempt.identifier);
  if (found[2] === 'attempt_first_factor') {
    if (!user || form.get('code') !== FAKE_CODE)
      return api.refuse(422, 'form_code_incorrect', 'code', 'That code is not right.');
    attempt.isProven = true;
    return api.piggyback({ ...json, status: 'needs_new_password' }, clientId);
  }
  if (!user || !attempt.isProven) return api.refuse(404, 'resource_not_found');
  user.password = form.get('password') ?? '';
  return api.piggyback(api.signInJson(api.startSession(clientId, user.id), attempt.identifier), clientId);
};

const signUp: Route = async (api, { form, clientId: known }) => {
  const clientId = known ?? api.id('client');
  const fields = Object.fromEntries(form) as Record<string, string>;
  if (api.users.some((user) => user.emailAddress === fields.email_address))
    return api.refuse(422, 'form_identifier_exists', 'email_address', 'That email address is taken.');
  if ((fields.password ?? '').length < 8)
    return api.refuse(
      422,
      'form_password_length_too_short',
      'password',
      'Passwords have at least 8 characters.',
    );
  for (const attempt of api.signUps) if (attempt.clientId === clientId) attempt.isWaiting = false;
  const attempt = { id: api.id('sua'), clientId, fields, isPrepared: false, isWaiting: true };
  api.signUps.push(attempt);
  return api.piggyback(api.signUpJson(attempt), clientId);
};

const stepSignUp: Route = async (api, { form, clientId }, found) => {
  const attempt = api.signUps.find((one) => one.id === found[1] && one.clientId === clientId);
  if (!attempt || !clientId) return api.refuse(404, 'resource_not_found');
  if (found[2] === 'prepare_verification') {
    attempt.isPrepared = true;
    return api.piggyback(api.signUpJson(attempt), clientId);
  }
  if (!attempt.isPrepared) return api.refuse(400, 'verification_missing');
  if (form.get('code') !== FAKE_CODE)
    return api.refuse(422, 'form_code_incorrect', 'code', 'That code is not right.');
  attempt.isWaiting = false;
  const user = api.addUser({
    emailAddress: attempt.fields.email_address ?? '',
    password: attempt.fields.password ?? '',
    firstName: attempt.fields.first_name ?? null,
    lastName: attempt.fields.last_name ?? null,
  });
  return api.piggyback(api.signUpJson(attempt, api.startSession(clientId, user.id)), clientId);
};

const sessionRoute: Route = async (api, request, found) => {
  const session = ownSession(api, request, found[1] ?? '');
  if (!session) return api.refuse(401, UNAUTHENTICATED);
  if (found[2] === 'touch') return api.piggyback(await api.sessionJson(session), session.clientId);
  if (found[2] === 'remove') {
    api.end(session.id);
    return api.piggyback({ id: session.id, status: 'removed' }, session.clientId);
  }
  return api.ok({ object: 'token', jwt: await api.tokenFor(session) });
};

const signOutAll: Route = async (api, { clientId }) => {
  for (const session of api.sessions.filter((one) => one.clientId === clientId)) api.end(session.id);
  return api.ok({ response: await api.clientJson(clientId), client: null });
};

const me: Route = async (api, request) => {
  const signedIn = signedInUser(api, request);
  if (!signedIn) return api.refuse(401, UNAUTHENTICATED);
  const { user, session } = signedIn;
  if (request.method === 'PATCH') {
    user.primaryId = request.form.get('primary_email_address_id') ?? user.primaryId;
    if (request.form.has('first_name')) user.firstName = request.form.get('first_name') || null;
    if (request.form.has('last_name')) user.lastName = request.form.get('last_name') || null;
  }
  return api.piggyback(api.userJson(user), session.clientId);
};

const changePassword: Route = async (api, request) => {
  const signedIn = signedInUser(api, request);
  if (!signedIn) return api.refuse(401, UNAUTHENTICATED);
  const { user, session } = signedIn;
  if (user.password && request.form.get('current_password') !== user.password)
    return api.refuse(422, 'form_password_incorrect', 'current_password', 'That is not your password.');
  user.password = request.form.get('new_password') ?? '';
  return api.piggyback(api.userJson(user), session.clientId);
};

const activeSessions: Route = async (api, request) => {
  const signedIn = signedInUser(api, request);
  if (!signedIn) return api.refuse(401, UNAUTHENTICATED);
  const own = api.sessions.filter((one) => one.userId === signedIn.user.id);
  return api.ok(
    await Promise.all(
      own.map(async (session) => ({
        ...(await api.sessionJson(session)),
        user: null,
        latest_activity: {
          object: 'session_activity',
          id: 'act',
          browser_name: session.agent,
          browser_version: '156',
          device_type: 'Linux',
          ip_address: '127.0.0.1',
          is_mobile: false,
        },
      })),
    ),
  );
};

const addAddress: Route = async (api, request) => {
  const signedIn = signedInUser(api, request);
  if (!signedIn) return api.refuse(401, UNAUTHENTICATED);
  const emailAddress = request.form.get('email_address') ?? '';
  if (api.users.some(({ addresses }) => addresses.some((one) => one.emailAddress === emailAddress)))
    return api.refuse(422, 'form_identifier_exists', 'email_address', 'That email address is taken.');
  const address = { id: api.id('idn'), emailAddress, isVerified: false };
  signedIn.user.addresses.push(address);
  return api.piggyback(api.addressJson(address), signedIn.session.clientId);
};

const changeAddress: Route = async (api, request, found) => {
  const signedIn = signedInUser(api, request);
  const address = signedIn?.user.addresses.find(({ id }) => id === found[1]);
  if (!signedIn || !address) return api.refuse(404, 'resource_not_found');
  const { user, session } = signedIn;
  if (found[2] === 'attempt_verification') {
    if (request.form.get('code') !== FAKE_CODE)
      return api.refuse(422, 'form_code_incorrect', 'code', 'That code is not right.');
    address.isVerified = true;
  }
  if (request.method === 'DELETE') user.addresses.splice(user.addresses.indexOf(address), 1);
  return api.piggyback(api.addressJson(address), session.clientId);
};

const revoke: Route = async (api, request, found) => {
  const signedIn = signedInUser(api, request);
  if (!signedIn) return api.refuse(401, UNAUTHENTICATED);
  api.end(found[1] ?? '');
  return api.piggyback({ id: found[1], status: 'revoked' }, signedIn.session.clientId);
};

const environment: Route = (api) =>
  api.ok({
    object: 'environment',
    display_config: { application_name: 'Acme', instance_environment_type: 'development' },
    user_settings: {
      attributes: {
        first_name: { enabled: true, required: false },
        last_name: { enabled: true, required: false },
        email_address: { enabled: true, required: true },
        password: { enabled: true, required: true },
      },
      sign_up: { mode: 'public' },
      password_settings: { min_length: 8 },
    },
  });

const portalConfig: Route = (api) =>
  api.ok({
    publishable_key: api.publishableKey,
    application_name: 'Acme',
    sign_up_mode: 'public',
    redirect_origins: ['http://localhost:*'],
  });

const ROUTES: readonly (readonly [RegExp, Route])[] = [
  [/^GET \/environment$/, environment],
  [/^GET \/portal_config$/, portalConfig],
  [
    /^GET \/client$/,
    async (api, { clientId }) => api.ok({ response: await api.clientJson(clientId), client: null }),
  ],
  [/^POST \/client\/sign_ins$/, signIn],
  [
    /^POST \/client\/sign_ins\/(\w+)\/(prepare_first_factor|attempt_first_factor|reset_password)$/,
    stepSignIn,
  ],
  [/^POST \/client\/sign_ups$/, signUp],
  [/^POST \/client\/sign_ups\/(\w+)\/(prepare_verification|attempt_verification)$/, stepSignUp],
  [/^POST \/client\/sessions\/(\w+)\/(touch|remove|tokens)(?:\/\w+)?$/, sessionRoute],
  [/^DELETE \/client\/sessions$/, signOutAll],
  [/^(?:GET|PATCH) \/me$/, me],
  [/^POST \/me\/change_password$/, changePassword],
  [/^POST \/me\/email_addresses$/, addAddress],
  [/^POST \/me\/email_addresses\/(\w+)\/(prepare_verification|attempt_verification)$/, changeAddress],
  [/^DELETE \/me\/email_addresses\/(\w+)$/, changeAddress],
  [/^GET \/me\/sessions\/active$/, activeSessions],
  [/^POST \/me\/sessions\/(\w+)\/revoke$/, revoke],
];

/** Answers one request; `network` is an answer that never comes. */
export async function answerFakeRequest(
  api: FakeFrontendApi,
  request: FakeRequest,
): Promise<FakeAnswer | 'network'> {
  api.requests.push(request);
  const index = api.overrides.findIndex(({ path }) => path.test(request.path));
  if (index >= 0) return api.overrides.splice(index, 1)[0]!.answer;
  for (const [pattern, route] of ROUTES) {
    const found = pattern.exec(`${request.method} ${request.path}`);
    if (found) return route(api, request, found);
  }
  return api.refuse(404, 'resource_not_found');
}
