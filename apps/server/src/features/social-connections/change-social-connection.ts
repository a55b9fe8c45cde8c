import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../events/index.ts';
import {
  type ConnectionFields,
  checkConnectionFields,
  completeConnection,
} from './check-connection-fields.ts';
import { clientSecretContext, DEFAULT_SCOPES, type SocialConnection } from './social-connection.ts';
import { findSocialConnectionForUpdate, updateSocialConnection } from './social-connection-store.ts';

/**
 * Lays what was said over a connection. Kind and strategy stay: apps and accounts know them.
 * @throws Refusal resource_not_found, form_param_*
 */
export async function changeSocialConnection(
  { clock, database, encryption }: Dependencies,
  input: { instanceId: string; id: string; actor: Actor; changes: ConnectionFields },
): Promise<SocialConnection> {
  const { instanceId, id, actor, changes } = input;
  checkConnectionFields(changes);
  const { clientSecret } = changes;
  const sealed =
    clientSecret === undefined
      ? undefined
      : encryption.seal(new TextEncoder().encode(clientSecret), clientSecretContext(instanceId, id));
  return database.transaction(async (queries) => {
    const before = await findSocialConnectionForUpdate(queries, instanceId, id);
    if (!before) throw new Refusal('resource_not_found', { param_name: 'connection_id' });
    const connection = completeConnection(changed(before, changes, clock.now()));
    await updateSocialConnection(queries, connection, sealed);
    const names = Object.entries(changes).flatMap(([name, value]) => (value === undefined ? [] : [name]));
    const data = { id, strategy: before.strategy, changed: names };
    await recordEvent(queries, instanceId, { type: 'social_connection.updated', actor, data });
    return connection;
  });
}

function changed(before: SocialConnection, changes: ConnectionFields, now: Date): SocialConnection {
  const { name, logoUrl, issuer, apiUrl, clientId, scopes, enabled } = changes;
  return {
    ...before,
    name: name ?? before.name,
    logoUrl: logoUrl === undefined ? before.logoUrl : logoUrl || null,
    issuer: issuer === undefined ? before.issuer : issuer || null,
    apiUrl: apiUrl === undefined ? before.apiUrl : apiUrl || null,
    clientId: clientId ?? before.clientId,
    scopes: scopes === undefined ? before.scopes : scopes.length ? scopes : DEFAULT_SCOPES[before.kind],
    enabled: enabled ?? before.enabled,
    updatedAt: now,
  };
}
