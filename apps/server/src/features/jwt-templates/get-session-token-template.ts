import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { Instance } from '../instances/index.ts';
import type { SessionTokenTemplate } from './session-token-template.ts';
import { findSessionTokenTemplate } from './session-token-template-store.ts';

/**
 * One version of the session token's template, active or not.
 * @param version any number; what can be none, NaN included, names no version
 * @throws Refusal resource_not_found
 */
export async function getSessionTokenTemplate(
  { database }: Pick<Dependencies, 'database'>,
  instance: Pick<Instance, 'id'>,
  version: number,
): Promise<SessionTokenTemplate> {
  const found = Number.isSafeInteger(version)
    ? await findSessionTokenTemplate(database.queries, instance.id, version)
    : null;
  if (!found) throw new Refusal('resource_not_found');
  return found;
}
