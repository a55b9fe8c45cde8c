import type { Queries } from '../../database/database.ts';
import type { SessionTokenTemplate } from './session-token-template.ts';
import { listSessionTokenTemplatesBefore } from './session-token-template-store.ts';

const MOST_SAVES_IN_A_SECOND = 10;

/**
 * The templates that a token can be made from, newest first: claim `iat` has whole seconds, so that each version
 * saved within that second may be it, and the one before them. None: nothing was saved by then.
 */
export async function templatesWhenIssued(
  queries: Queries,
  instanceId: string,
  issuedAtSeconds: number,
): Promise<SessionTokenTemplate[]> {
  const before = new Date((issuedAtSeconds + 1) * 1000);
  const limit = MOST_SAVES_IN_A_SECOND + 1;
  const versions = await listSessionTokenTemplatesBefore(queries, instanceId, { before, limit });
  const settled = versions.findIndex(({ createdAt }) => createdAt.getTime() < issuedAtSeconds * 1000);
  return settled < 0 ? versions : versions.slice(0, settled + 1);
}
