import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { getUser, hasPassword, updateUser } from '../users/index.ts';
import type { Operator } from './operator.ts';
import { operatorsInstance } from './verify-operator.ts';

/**
 * The operator's first password, after entering by a link. One that exists is changed in the account page,
 * where the current one is asked for.
 * @throws Refusal authorization_invalid for a platform key, form_conditional_param_disallowed,
 *   form_password_*
 */
export async function setFirstPassword(
  dependencies: Dependencies,
  { operator, password }: { readonly operator: Operator; readonly password: string },
): Promise<Operator> {
  if (operator.kind !== 'operator') throw new Refusal('authorization_invalid');
  const instance = await operatorsInstance(dependencies);
  const operatorUser = await getUser(dependencies, { instanceId: instance.id, userId: operator.id });
  if (hasPassword(operatorUser))
    throw new Refusal('form_conditional_param_disallowed', {
      param_name: 'password',
      reason: 'this account has a password already; change it in your account page',
    });
  const actor = { type: 'operator', id: operator.id } as const;
  await updateUser(dependencies, { instance, actor, userId: operator.id, update: { password } });
  return { ...operator, hasPassword: true };
}
