import { compileTemplate } from '@bartleby/claims-template';
import type { Queries } from '../../database/database.ts';
import type { SessionTokenTemplate } from './session-token-template.ts';
import { listSessionTokenTemplatesBefore } from './session-token-template-store.ts';

/**
 * The template in force when a token was issued; null when there was none. Claim `iat` has whole seconds: of two
 * versions saved within that second, the one whose claims the token has is taken, else the newest.
 */
export async function templateWhenIssued(
  queries: Queries,
  instanceId: string,
  {
    issuedAtSeconds,
    claimNames,
  }: { readonly issuedAtSeconds: number; readonly claimNames: readonly string[] },
): Promise<SessionTokenTemplate | null> {
  const before = new Date((issuedAtSeconds + 1) * 1000);
  const versions = await listSessionTokenTemplatesBefore(queries, instanceId, { before, limit: 10 });
  const settled = versions.findIndex(({ createdAt }) => createdAt.getTime() < issuedAtSeconds * 1000);
  const candidates = settled < 0 ? versions : versions.slice(0, settled + 1);
  const matches = ({ source }: SessionTokenTemplate) => hasClaims(source, claimNames);
  return candidates.find(matches) ?? candidates[0] ?? null;
}

function hasClaims(source: string, claimNames: readonly string[]): boolean {
  const compiled = compileTemplate(source, { mode: 'stored' });
  return compiled.ok && compiled.template.claims.members.every(({ name }) => claimNames.includes(name));
}
