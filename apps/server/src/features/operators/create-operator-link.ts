import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../events/index.ts';
import type { Instance } from '../instances/index.ts';
import { createTicket } from '../tickets/index.ts';
import {
  findUserByVerifiedAddress,
  insertNewUser,
  newUser,
  refuseConflicts,
  requireEmailAddress,
} from '../users/index.ts';
import type { OperatorRole } from './operator.ts';
import { findFirstOwnerId, insertOperatorRole } from './operator-store.ts';

/** Quarter of an hour: long enough to open a mail, short enough for a log that somebody reads later. */
const LINK_LIFETIME_SECONDS = 900;

export interface OperatorLink {
  readonly url: string;
  readonly expiresAt: Date;
}

export interface LinkInput {
  readonly operators: Instance;
  readonly actor: Actor;
  /** Left out: the first owner. */
  readonly emailAddress?: string | undefined;
  /** Makes an address that is no operator's yet one with this role. */
  readonly role?: OperatorRole | undefined;
}

/**
 * A link into the Dashboard that signs one operator in, once, within 15 minutes.
 * @throws Refusal form_resource_not_found when nobody has the address and no role was given, form_param_*
 */
export async function createOperatorLink(
  dependencies: Dependencies,
  input: LinkInput,
): Promise<OperatorLink> {
  const { operators } = input;
  const userId = await operatorOf(dependencies, input);
  const { ticket, secret } = await createTicket(dependencies, {
    instance: operators,
    userId,
    expiresInSeconds: LINK_LIFETIME_SECONDS,
  });
  const url = `${dependencies.config.publicUrl}/dashboard/enter?ticket=${encodeURIComponent(secret)}`;
  return { url, expiresAt: ticket.expireAt };
}

async function operatorOf(dependencies: Dependencies, input: LinkInput): Promise<string> {
  const { queries } = dependencies.database;
  const { operators, emailAddress, role } = input;
  if (emailAddress === undefined) {
    const owner = await findFirstOwnerId(queries, operators.id);
    if (owner === null) throw new Refusal('resource_not_found');
    return owner;
  }
  const address = requireEmailAddress(emailAddress);
  const known = await findUserByVerifiedAddress(queries, operators.id, address);
  if (known) return known.id;
  if (role === undefined) throw new Refusal('form_resource_not_found', { param_name: 'email_address' });
  return inviteOperator(dependencies, { ...input, address, role });
}

async function inviteOperator(
  dependencies: Dependencies,
  { operators, actor, address, role }: LinkInput & { address: string; role: OperatorRole },
): Promise<string> {
  const { clock, database } = dependencies;
  const user = newUser(dependencies, {
    instanceId: operators.id,
    addresses: [{ emailAddress: address, proof: 'admin' }],
    passwordHash: null,
    createdAt: clock.now(),
  });
  const grant = { userId: user.id, applicationId: null, role, createdAt: user.createdAt };
  await refuseConflicts(() =>
    database.transaction(async (queries) => {
      await insertNewUser(queries, user, actor);
      await insertOperatorRole(queries, operators.id, grant);
      const data = { id: user.id, role };
      await recordEvent(queries, operators.id, { type: 'operator.invited', actor, data });
    }),
  );
  return user.id;
}
