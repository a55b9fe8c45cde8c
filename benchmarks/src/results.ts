import type { Machine } from './machine.ts';
import type { Spread } from './statistics.ts';

export interface Results {
  machine: Machine;
  /** Package or program to version. */
  versions: Record<string, string>;
  quick: boolean;
  rounds: number;
  /** Average number of processes that wanted to run in the minute before each end of the run. */
  load: { before: number; after: number };
  verification: VerificationRow[];
  signature: { cpuMilliseconds: Spread };
  issuing: IssuingRow[];
}

/** One verifier of distinct tokens. Ratios are formed in each round, then the median is taken. */
export interface VerificationRow {
  name: string;
  /** How many verifications are under way at a time. */
  inFlight: number;
  cpuMicroseconds: Spread;
  perSecond: Spread;
  /** CPU of this row divided by CPU of bare `crypto.verify`. */
  cpuRatioToBare: Spread;
}

/** Session tokens over HTTP from one running server. */
export interface IssuingRow {
  database: string;
  tokensPerSecond: Spread;
  p50Milliseconds: Spread;
  p99Milliseconds: Spread;
  serverCpuMilliseconds: Spread;
  databaseCpuMilliseconds: Spread;
  /** CPU of server and database per token divided by CPU of one bare RSA signature. */
  cpuRatioToSignature: Spread;
}
