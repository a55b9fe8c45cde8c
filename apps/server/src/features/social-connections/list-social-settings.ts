import type { Dependencies } from '../../dependencies.ts';
import { listSocialConnections } from './social-connection-store.ts';

/** One row of `user_settings.social` (frontend-api.md 4.1.3). */
export interface SocialSetting {
  readonly enabled: boolean;
  readonly required: false;
  readonly authenticatable: boolean;
  readonly block_email_subaddresses: false;
  readonly strategy: string;
  readonly not_selectable: false;
  readonly deprecated: false;
  readonly name: string;
  readonly logo_url: string | null;
}

/** The enabled connections by strategy: the buttons of the sign-in screens. */
export async function listSocialSettings(
  { database }: Pick<Dependencies, 'database'>,
  instanceId: string,
): Promise<Record<string, SocialSetting>> {
  const connections = await listSocialConnections(database.queries, instanceId);
  const settings = connections
    .filter(({ enabled }) => enabled)
    .map(({ strategy, name, logoUrl }): [string, SocialSetting] => [
      strategy,
      {
        enabled: true,
        required: false,
        authenticatable: true,
        block_email_subaddresses: false,
        strategy,
        not_selectable: false,
        deprecated: false,
        name,
        logo_url: logoUrl,
      },
    ]);
  return Object.fromEntries(settings);
}
