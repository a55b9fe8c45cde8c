import type { GlobalInterfaces } from '@bartleby/claims-template';
import type { InstanceFlags } from '../server-options.ts';

export interface TypesFlags extends GlobalInterfaces, InstanceFlags {
  out: string;
  check?: boolean;
  watch?: boolean;
  /** Seconds between two looks. */
  every: number;
}
