import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { recordEvent, serverActor } from '../events/index.ts';
import type { Instance } from '../instances/index.ts';
import { insertNewUser, newUser, refuseConflicts } from '../users/index.ts';
import { createOperatorLink } from './create-operator-link.ts';
import { findFirstOwnerId, hasEnteredOperator, insertOperatorRole } from './operator-store.ts';

/** What the first operator signs in with, once there is a password. No mail can reach anybody there (RFC 6761). */
const FIRST_OPERATOR_ADDRESS = 'operator@bartleby.localhost';

/**
 * Makes the first operator, and a link that signs them in: in `dev` at each start, in `start` only while no
 * operator has ever entered (DESIGN decision 14).
 * @returns the link's URL, or null where there is to be none
 */
export async function prepareFirstOperator(
  dependencies: Dependencies,
  { operators }: { readonly operators: Instance },
): Promise<string | null> {
  const { config, database } = dependencies;
  if ((await findFirstOwnerId(database.queries, operators.id)) === null)
    await insertFirstOperator(dependencies, operators);
  if (config.mode === 'start' && (await hasEnteredOperator(database.queries, operators.id))) return null;
  const { url } = await createOperatorLink(dependencies, { operators, actor: serverActor });
  return url;
}

async function insertFirstOperator(dependencies: Dependencies, operators: Instance): Promise<void> {
  const { clock, database } = dependencies;
  const user = newUser(dependencies, {
    instanceId: operators.id,
    addresses: [{ emailAddress: FIRST_OPERATOR_ADDRESS, proof: 'admin' }],
    firstName: 'Operator',
    passwordHash: null,
    createdAt: clock.now(),
  });
  const role = { userId: user.id, applicationId: null, role: 'owner', createdAt: user.createdAt } as const;
  const event = { type: 'operator.created', actor: serverActor, data: { id: user.id, role: role.role } };
  try {
    await refuseConflicts(() =>
      database.transaction(async (queries) => {
        await insertNewUser(queries, user, serverActor);
        await insertOperatorRole(queries, operators.id, role);
        await recordEvent(queries, operators.id, event);
      }),
    );
  } catch (error) {
    // Another node that started at the same time was faster.
    if (!(error instanceof Refusal && error.code === 'form_identifier_exists')) throw error;
  }
}
