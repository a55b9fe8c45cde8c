import type { Queries } from '../../../database/database.ts';
import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../../events/index.ts';
import { raiseInstanceVersion } from '../../instances/index.ts';
import { deleteJwtTemplate, findJwtTemplate } from './jwt-template-store.ts';
import { refuseSessionTokenTemplate, requireExpectedVersion } from './save-jwt-template.ts';

interface Removal {
  readonly instanceId: string;
  readonly id: string;
  readonly actor: Actor;
  /** The version that is meant; null: whichever there is. */
  readonly expectedVersion?: number | null;
}

/**
 * Removes a template with its versions and keys: from the next request on its name is unknown. Tokens that are
 * out stay valid until they expire.
 * @throws Refusal resource_not_found; session_token_jwt_template for the session token's own template;
 *   config_conflict when another version than the expected one is in use
 */
export async function removeJwtTemplate(
  { database }: Dependencies,
  { instanceId, id, actor, expectedVersion = null }: Removal,
): Promise<void> {
  refuseSessionTokenTemplate(id);
  await database.transaction(async (queries) => {
    if (!(await findJwtTemplate(queries, instanceId, id))) throw new Refusal('resource_not_found');
    await raiseInstanceVersion(queries, instanceId);
    const stored = await findJwtTemplate(queries, instanceId, id);
    if (stored) requireExpectedVersion(stored, expectedVersion);
    await deleteIn(queries, { instanceId, id, actor });
  });
}

/** Throws Refusal resource_not_found. */
export async function deleteIn(
  queries: Queries,
  { instanceId, id, actor }: Pick<Removal, 'instanceId' | 'id' | 'actor'>,
): Promise<void> {
  const name = await deleteJwtTemplate(queries, instanceId, id);
  if (name === null) throw new Refusal('resource_not_found');
  const data = { template_id: id, name };
  await recordEvent(queries, instanceId, { type: 'jwt_template.deleted', actor, data });
}
