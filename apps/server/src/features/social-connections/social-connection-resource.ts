import type { Instance } from '../instances/index.ts';
import type { SocialConnection } from './social-connection.ts';

/** Where a provider sends browsers back to: what the operator registers there. */
export const callbackUrlOf = ({ frontendApiUrl }: Pick<Instance, 'frontendApiUrl'>): string =>
  `${frontendApiUrl}/v1/oauth_callback`;

/** A connection as the Dashboard sees it. The client secret is write-only. */
export function socialConnectionResource(
  connection: SocialConnection,
  instance: Pick<Instance, 'frontendApiUrl'>,
) {
  return {
    object: 'social_connection' as const,
    id: connection.id,
    strategy: connection.strategy,
    kind: connection.kind,
    name: connection.name,
    logo_url: connection.logoUrl,
    issuer: connection.issuer,
    api_url: connection.apiUrl,
    client_id: connection.clientId,
    scopes: [...connection.scopes],
    enabled: connection.enabled,
    callback_url: callbackUrlOf(instance),
    created_at: connection.createdAt.getTime(),
    updated_at: connection.updatedAt.getTime(),
  };
}
