import { Refusal } from '../../../runtime/refusal.ts';
import type { Actor } from '../ticket.ts';

/** Defaults of backend-api.md 7.3: an hour to use the token, half an hour of session. */
export const DEFAULT_LIFETIME_SECONDS = 3_600;
export const DEFAULT_SESSION_SECONDS = 1_800;
export const MAX_SECONDS = 315_360_000;

/** The actor is part of every session token, which has to fit in a cookie. */
const MAX_ACTOR_BYTES = 1_024;

/**
 * Who acts: an object with a `sub`, and whatever else the caller wants in claim `act`.
 * @throws Refusal form_param_missing, form_param_type_invalid, form_param_nil, form_param_exceeds_allowed_size
 */
export function requireActor(value: unknown): Actor {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Refusal('form_param_type_invalid', { param_name: 'actor', expected_type: 'an object' });
  const sub: unknown = Object.hasOwn(value, 'sub') ? Reflect.get(value, 'sub') : undefined;
  if (sub === undefined) throw new Refusal('form_param_missing', { param_name: 'actor.sub' });
  if (typeof sub !== 'string')
    throw new Refusal('form_param_type_invalid', { param_name: 'actor.sub', expected_type: 'a text' });
  if (sub === '') throw new Refusal('form_param_nil', { param_name: 'actor.sub' });
  if (Buffer.byteLength(JSON.stringify(value)) > MAX_ACTOR_BYTES)
    throw new Refusal('form_param_exceeds_allowed_size', { param_name: 'actor', max_bytes: MAX_ACTOR_BYTES });
  return value as Actor;
}

/** @throws Refusal form_param_value_too_small, form_param_value_too_large */
export function requireSeconds(paramName: string, value: number): number {
  if (value < 1) throw new Refusal('form_param_value_too_small', { param_name: paramName, min_value: 1 });
  if (value > MAX_SECONDS)
    throw new Refusal('form_param_value_too_large', { param_name: paramName, max_value: MAX_SECONDS });
  return value;
}
