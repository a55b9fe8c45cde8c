import type { GlobalInterfaces } from '@bartleby/claims-template';

export interface TypesFlags extends GlobalInterfaces {
  out: string;
  check?: boolean;
  watch?: boolean;
  /** Seconds between two looks. */
  every: number;
  url?: string;
  dataDir?: string;
  app?: string;
  instance?: string;
}
