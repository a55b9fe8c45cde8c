import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { Client } from '../clients/index.ts';
import type { Instance } from '../instances/index.ts';
import type { SignUp } from './sign-up.ts';
import { findSignUp } from './sign-up-store.ts';

/** Throws Refusal resource_not_found: another browser's attempt looks like none at all. */
export function requireSignUp(signUp: SignUp | null): SignUp {
  if (!signUp) throw new Refusal('resource_not_found', { param_name: 'sign_up_id' });
  return signUp;
}

/** An attempt that can still change. Throws Refusal resource_not_found, sign_up_cannot_be_updated. */
export function requireUnfinished(found: SignUp | null): SignUp {
  const signUp = requireSignUp(found);
  if (signUp.status === 'complete') throw new Refusal('sign_up_cannot_be_updated');
  return signUp;
}

/** The browser's own attempt, finished or not. Throws Refusal resource_not_found. */
export async function getSignUp(
  { clock, database }: Dependencies,
  { instance, client, id }: { instance: Instance; client: Client | null; id: string },
): Promise<SignUp> {
  const key = { instanceId: instance.id, clientId: client?.id ?? '', id, now: clock.now() };
  return requireSignUp(await findSignUp(database.queries, key));
}
