import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../../events/index.ts';
import { raiseInstanceVersion } from '../../instances/index.ts';
import { deleteJwtTemplate, findJwtTemplate } from './jwt-template-store.ts';
import { refuseSessionTokenTemplate } from './save-jwt-template.ts';

/**
 * Removes a template with its versions and keys: from the next request on its name is unknown. Tokens that are
 * out stay valid until they expire.
 * @throws Refusal resource_not_found; session_token_jwt_template for the session token's own template
 */
export async function removeJwtTemplate(
  { database }: Dependencies,
  { instanceId, id, actor }: { instanceId: string; id: string; actor: Actor },
): Promise<void> {
  refuseSessionTokenTemplate(id);
  await database.transaction(async (queries) => {
    if (!(await findJwtTemplate(queries, instanceId, id))) throw new Refusal('resource_not_found');
    await raiseInstanceVersion(queries, instanceId);
    const name = await deleteJwtTemplate(queries, instanceId, id);
    if (name === null) throw new Refusal('resource_not_found');
    const data = { template_id: id, name };
    await recordEvent(queries, instanceId, { type: 'jwt_template.deleted', actor, data });
  });
}
