import { attempt } from './benchmark-failure.ts';
import { checkProcessTimes } from './cpu-time.ts';
import {
  type Effort,
  type IssuingBenchmark,
  prepareEmbedded,
  preparePostgres,
} from './issuing/measure-issuing.ts';
import { measureSignature } from './issuing/measure-signature.ts';
import { describeMachine, loadOfLastMinute, packageVersion } from './machine.ts';
import type { Results } from './results.ts';
import { spreadOf } from './statistics.ts';
import { createTokenMint, type TokenMint } from './verification/distinct-tokens.ts';
import { prepareVerification, type VerificationBenchmark } from './verification/measure-verification.ts';
import { peers } from './verification/verifiers.ts';

interface Plan {
  rounds: number;
  tokensPerRound: number;
  signaturesPerRound: number;
  issuingSeconds: number;
  effort: Effort;
}

const FULL: Plan = {
  rounds: 5,
  tokensPerRound: 2_000,
  signaturesPerRound: 500,
  issuingSeconds: 3,
  effort: { browsers: 50, connections: 16, warmUpSeconds: 2 },
};
const QUICK: Plan = {
  rounds: 1,
  tokensPerRound: 50,
  signaturesPerRound: 20,
  issuingSeconds: 0.3,
  effort: { browsers: 2, connections: 2, warmUpSeconds: 0.1 },
};

/**
 * Measures verification, the bare signature and issuing on both databases, interleaved round by round.
 * @param say told what is being done, a line at a time
 * @throws BenchmarkFailure naming what could not be run; every process it started has ended then.
 */
export async function runBenchmark(quick: boolean, say: (line: string) => void): Promise<Results> {
  checkProcessTimes();
  const plan = quick ? QUICK : FULL;
  const before = loadOfLastMinute();
  const versions = Object.fromEntries(
    [...peers, '@electric-sql/pglite'].map((name) => [name, packageVersion(name)]),
  );
  say('Preparing the verifiers');
  const mint = await createTokenMint();
  const verification = await prepareVerification(mint, plan.tokensPerRound);
  const servers: IssuingBenchmark[] = [];
  try {
    say('Starting a server on the embedded database');
    servers.push(await attempt('Issuing on the embedded database', () => prepareEmbedded(plan.effort)));
    say('Starting a server on PostgreSQL');
    const postgres = await attempt('Issuing on PostgreSQL', () => preparePostgres(plan.effort));
    servers.push(postgres);
    versions.PostgreSQL = postgres.version;
    const signatures = await runRounds(plan, { mint, verification, servers }, say);
    return {
      machine: describeMachine(),
      versions,
      quick,
      rounds: plan.rounds,
      load: { before, after: loadOfLastMinute() },
      verification: verification.rows(),
      signature: { cpuMilliseconds: spreadOf(signatures) },
      issuing: servers.map((server) => server.row(signatures)),
    };
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
  }
}

interface Parts {
  mint: TokenMint;
  verification: VerificationBenchmark;
  servers: readonly IssuingBenchmark[];
}

/** @returns CPU milliseconds of a bare signature, one number a round */
async function runRounds(
  plan: Plan,
  { mint, verification, servers }: Parts,
  say: (line: string) => void,
): Promise<number[]> {
  const inputs = await mint.mint(plan.signaturesPerRound);
  const signatures: number[] = [];
  for (let round = 1; round <= plan.rounds; round += 1) {
    say(`Round ${round} of ${plan.rounds}`);
    await verification.round(plan.tokensPerRound);
    signatures.push(measureSignature(mint, inputs));
    const order = round % 2 === 1 ? servers : servers.toReversed();
    for (const server of order) await attempt('Issuing', () => server.round(plan.issuingSeconds));
  }
  return signatures;
}
