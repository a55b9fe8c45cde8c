import { Refusal } from '../../../runtime/refusal.ts';

/** What is accepted takes effect; what cannot take effect is refused, with the reason and a way out. */
export function refuseSwitch(paramName: string, reason: string): never {
  throw new Refusal('form_conditional_param_disallowed', { param_name: paramName, reason: `${reason}.` });
}

export const switchedOn = (value: boolean | null | undefined): boolean => value === true;
