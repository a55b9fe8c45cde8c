import { attempt } from '../benchmark-failure.ts';
import { ownCpuSeconds } from '../cpu-time.ts';
import type { VerificationRow } from '../results.ts';
import { spreadOf } from '../statistics.ts';
import type { DistinctToken, TokenMint } from './distinct-tokens.ts';
import { BARE, createVerifiers, type TokenVerifier } from './verifiers.ts';

/** One verifier in one round. */
interface Sample {
  cpuMicroseconds: number;
  perSecond: number;
}

export interface VerificationBenchmark {
  /** Every verifier once, each over the same new tokens. */
  round(tokens: number): Promise<void>;
  rows(): VerificationRow[];
}

/**
 * Prepares every verifier and checks that it accepts a good token and refuses a bad one.
 * @throws BenchmarkFailure naming the verifier that could not be run.
 */
export async function prepareVerification(
  mint: TokenMint,
  warmUpTokens: number,
): Promise<VerificationBenchmark> {
  const verifiers = await createVerifiers(mint);
  const samples = new Map<TokenVerifier, Sample[]>(verifiers.map((verifier) => [verifier, []]));
  const warmUp = await mint.mint(warmUpTokens);
  for (const verifier of verifiers)
    await attempt(verifier.name, async () => {
      await checkVerifier(verifier, warmUp[0]!);
      await verifyAll(verifier, warmUp);
    });
  let rounds = 0;
  return {
    async round(count) {
      const tokens = await mint.mint(count);
      // Another one begins each time, so that none always runs after the same neighbour.
      const order = verifiers.map((_, index) => verifiers[(index + rounds) % verifiers.length]!);
      for (const verifier of order)
        samples.get(verifier)?.push(await attempt(verifier.name, () => measure(verifier, tokens)));
      rounds += 1;
    },
    rows() {
      const bare = verifiers.find(({ name }) => name === BARE)!;
      return verifiers.map((verifier) => summarize(verifier, samples.get(verifier)!, samples.get(bare)!));
    },
  };
}

/** A verifier that accepts everything, or nothing, would be fast. */
async function checkVerifier({ verify }: TokenVerifier, token: DistinctToken): Promise<void> {
  const subject = await verify(token);
  if (subject !== token.subject) throw new Error(`it read the subject ${subject} from a good token`);
  const signature = Buffer.from(token.signature);
  signature[0]! ^= 1;
  const dot = token.jwt.lastIndexOf('.');
  const jwt = `${token.jwt.slice(0, dot)}.${signature.toString('base64url')}`;
  let accepted = true;
  try {
    await verify({ ...token, jwt, signature });
  } catch {
    accepted = false;
  }
  if (accepted) throw new Error('it accepted a token with a wrong signature');
}

async function measure(verifier: TokenVerifier, tokens: readonly DistinctToken[]): Promise<Sample> {
  const [wall, cpu] = [performance.now(), ownCpuSeconds()];
  await verifyAll(verifier, tokens);
  const [wallSeconds, cpuSeconds] = [(performance.now() - wall) / 1e3, ownCpuSeconds() - cpu];
  return { cpuMicroseconds: (cpuSeconds * 1e6) / tokens.length, perSecond: tokens.length / wallSeconds };
}

async function verifyAll(
  { verify, inFlight }: TokenVerifier,
  tokens: readonly DistinctToken[],
): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let token = tokens[next++]; token; token = tokens[next++]) {
      const answer = verify(token);
      // A verifier that answers at once pays for no turn of the event loop.
      if (typeof answer !== 'string') await answer;
    }
  };
  await Promise.all(Array.from({ length: inFlight }, lane));
}

function summarize(
  { name, inFlight }: TokenVerifier,
  samples: readonly Sample[],
  bare: readonly Sample[],
): VerificationRow {
  return {
    name,
    inFlight,
    cpuMicroseconds: spreadOf(samples.map(({ cpuMicroseconds }) => cpuMicroseconds)),
    perSecond: spreadOf(samples.map(({ perSecond }) => perSecond)),
    cpuRatioToBare: spreadOf(
      samples.map(({ cpuMicroseconds }, round) => cpuMicroseconds / bare[round]!.cpuMicroseconds),
    ),
  };
}
