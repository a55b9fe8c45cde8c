import { findServerSettings, resolveEnvironment, type Settings } from './environment/resolve-environment.ts';

/**
 * Settings from `BARTLEBY_*`, else `CLERK_*` (see README). Read at each call, so that dotenv may come late.
 * @throws Error when the keys are half of one family and half of the other.
 */
export function readEnvironment(): Settings {
  return resolveEnvironment(findServerSettings(typeof process === 'undefined' ? {} : process.env));
}
