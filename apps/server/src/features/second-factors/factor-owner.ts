import type { Instance } from '../instances/index.ts';

/** Whose second factors they are: the signed-in user. */
export interface FactorOwner {
  readonly instance: Instance;
  readonly userId: string;
}
