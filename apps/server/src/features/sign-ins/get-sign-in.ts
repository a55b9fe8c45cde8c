import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { Client } from '../clients/index.ts';
import type { Instance } from '../instances/index.ts';
import type { SignIn } from './sign-in.ts';
import { findSignIn } from './sign-in-store.ts';

/** Throws Refusal resource_not_found: another browser's attempt looks like none at all. */
export function requireSignIn(signIn: SignIn | null): SignIn {
  if (!signIn) throw new Refusal('resource_not_found', { param_name: 'sign_in_id' });
  return signIn;
}

/** An attempt that is waiting for just this step. Throws Refusal resource_not_found, client_state_invalid. */
export function requireStatus(found: SignIn | null, status: SignIn['status']): SignIn {
  const signIn = requireSignIn(found);
  if (signIn.status !== status) throw new Refusal('client_state_invalid');
  return signIn;
}

/** The browser's own attempt, finished or not. Throws Refusal resource_not_found. */
export async function getSignIn(
  { clock, database }: Dependencies,
  { instance, client, id }: { instance: Instance; client: Client | null; id: string },
): Promise<SignIn> {
  const key = { instanceId: instance.id, clientId: client?.id ?? '', id, now: clock.now() };
  return requireSignIn(await findSignIn(database.queries, key));
}
