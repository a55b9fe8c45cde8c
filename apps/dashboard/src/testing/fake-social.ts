import { type Answer, AT, missing, ok, refuse } from './fake-call.ts';

const CALLBACK_URL = 'http://localhost:1853/i/app/v1/oauth_callback';

/** A connection as the Platform API shows it: without its secret. */
export function fakeConnection(fields: Record<string, unknown>) {
  const { kind = 'google', key, client_secret: _secret, ...shown } = fields;
  const strategy = kind === 'oidc' ? `oauth_custom_${String(key)}` : `oauth_${String(kind)}`;
  return {
    object: 'social_connection',
    id: `soc_${strategy}`,
    strategy,
    kind,
    name: { google: 'Google', github: 'GitHub' }[String(kind)] ?? 'Provider',
    logo_url: null,
    issuer: null,
    api_url: null,
    client_id: 'id',
    scopes: ['openid', 'email'],
    enabled: true,
    callback_url: CALLBACK_URL,
    created_at: AT,
    updated_at: AT,
    ...shown,
  };
}

export const listConnections: Answer = (state) =>
  ok({ data: state.connections, total_count: state.connections.length, callback_url: CALLBACK_URL });

export const addConnection: Answer = (state, { body }) => {
  const connection = fakeConnection(body);
  if (state.connections.some(({ strategy }) => strategy === connection.strategy))
    return refuse(400, [
      { code: 'duplicate_record', long_message: 'There is already a record with this kind.' },
    ]);
  state.connections.push(connection);
  state.clientSecrets.push(String(body.client_secret));
  return ok(connection);
};

export const changeConnection: Answer = (state, { body }, found) => {
  const connection = state.connections.find(({ id }) => id === found[1]);
  if (!connection) return missing;
  const { client_secret: secret, ...shown } = body;
  if (secret !== undefined) state.clientSecrets.push(String(secret));
  return ok(Object.assign(connection, shown));
};

export const deleteConnection: Answer = (state, _, found) => {
  state.connections = state.connections.filter(({ id }) => id !== found[1]);
  return ok({ object: 'social_connection', id: found[1], deleted: true });
};
