import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { clientSecretContext, type SocialConnection } from './social-connection.ts';
import { findSealedClientSecret } from './social-connection-store.ts';

/** The client secret, for the one who talks to the provider. Throws Refusal resource_not_found when it is gone. */
export async function openClientSecret(
  { database, encryption }: Pick<Dependencies, 'database' | 'encryption'>,
  { instanceId, id }: Pick<SocialConnection, 'instanceId' | 'id'>,
): Promise<string> {
  const sealed = await findSealedClientSecret(database.queries, instanceId, id);
  if (!sealed) throw new Refusal('resource_not_found', { param_name: 'connection_id' });
  return new TextDecoder().decode(encryption.open(sealed, clientSecretContext(instanceId, id)));
}
