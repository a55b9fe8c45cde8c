import type { Dependencies } from '../../dependencies.ts';
import { type AttemptLimit, countAttempt, takeAttemptBack } from './count-attempt.ts';

/**
 * Compares once and counts it if it fails. It is counted before it is compared and taken back when it was
 * right, or when nothing could be compared, so that of parallel guesses at most the limit is compared.
 * @param limits everything that the guess counts against
 * @throws Refusal of the limit that is reached; whatever `compare` throws
 */
export async function countFailures(
  { clock, database }: Pick<Dependencies, 'clock' | 'database'>,
  instanceId: string,
  limits: readonly { readonly limit: AttemptLimit; readonly subject: string }[],
  compare: () => Promise<boolean>,
): Promise<boolean> {
  const counted: (typeof limits)[number][] = [];
  const takeBack = async () => {
    for (const count of counted) await takeAttemptBack(database.queries, instanceId, count);
  };
  let isRight: boolean;
  try {
    for (const count of limits) {
      await countAttempt(database.queries, instanceId, { ...count, now: clock.now() });
      counted.push(count);
    }
    isRight = await compare();
  } catch (error) {
    await takeBack(); // Nothing was compared.
    throw error;
  }
  if (isRight) await takeBack();
  return isRight;
}
