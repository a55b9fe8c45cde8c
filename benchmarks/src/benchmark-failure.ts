/** Why there is no result, in a sentence for the person who ran the command. */
export class BenchmarkFailure extends Error {
  override name = 'BenchmarkFailure';
}

/** Runs one named part. @throws BenchmarkFailure naming the part when anything in it fails. */
export async function attempt<T>(part: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BenchmarkFailure) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new BenchmarkFailure(`${part} could not be run: ${reason}`);
  }
}
