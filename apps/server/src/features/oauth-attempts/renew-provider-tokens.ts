import type { Dependencies } from '../../dependencies.ts';
import type { ProviderTokens } from '../external-accounts/index.ts';
import type { SocialConnection } from '../social-connections/index.ts';
import { openProvider } from './providers/open-provider.ts';
import { providerErrorOf } from './providers/provider-error.ts';

/** New tokens for a refresh token; null when the provider refuses or does not answer (the log says why). */
export async function renewProviderTokens(
  dependencies: Dependencies,
  connection: SocialConnection,
  refreshToken: string,
): Promise<ProviderTokens | null> {
  try {
    const provider = await openProvider(dependencies, connection);
    return await provider.refresh(refreshToken);
  } catch (error) {
    const { reason } = providerErrorOf(error);
    dependencies.log.warn('an access token could not be renewed', { strategy: connection.strategy, reason });
    return null;
  }
}
