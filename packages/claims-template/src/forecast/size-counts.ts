/** Sizes up to here are counted to the byte: twice what a browser stores. */
export const EXACT_BYTES = 8_192;
/** Beyond, sizes that differ by about one percent share a counter. */
const STEPS_PER_DOUBLING = 64;
const DOUBLINGS = 16;

/** How often each size occurs, in memory that does not grow with the number of sizes. */
export class SizeCounts {
  private readonly exact = new Uint32Array(EXACT_BYTES + 1);
  private readonly beyond = new Uint32Array(STEPS_PER_DOUBLING * DOUBLINGS);
  /** 0 before the first size. */
  largest = 0;
  total = 0;

  /** A size that is not counted, but may be the largest. */
  see(bytes: number): void {
    this.largest = Math.max(this.largest, bytes);
  }

  add(bytes: number): void {
    this.total += 1;
    this.see(bytes);
    const [counts, index] = bytes <= EXACT_BYTES ? [this.exact, bytes] : [this.beyond, stepOf(bytes)];
    counts[index] = (counts[index] ?? 0) + 1;
  }

  /**
   * The smallest size that at least this part of all sizes do not exceed (nearest rank); 0 when there are none.
   * To the byte up to 8,192, and at most 1.1 percent too large above.
   * @param part from 0 to 1
   */
  quantile(part: number): number {
    const rank = Math.max(1, Math.ceil(part * this.total));
    let counted = 0;
    for (let bytes = 0; bytes <= EXACT_BYTES; bytes += 1) {
      counted += this.exact[bytes] ?? 0;
      if (counted >= rank) return bytes;
    }
    for (let step = 0; step < this.beyond.length; step += 1) {
      counted += this.beyond[step] ?? 0;
      if (counted >= rank) return Math.min(this.largest, endOfStep(step));
    }
    return this.largest;
  }

  /** How many sizes are over `from` and at most `to` bytes; `to` null: without an upper end. */
  countBetween(from: number, to: number | null): number {
    if (to === null) return this.total - this.countBetween(-1, from);
    let counted = 0;
    for (let bytes = Math.max(0, from + 1); bytes <= Math.min(to, EXACT_BYTES); bytes += 1)
      counted += this.exact[bytes] ?? 0;
    return counted;
  }
}

function stepOf(bytes: number): number {
  const step = Math.floor(Math.log2(bytes / EXACT_BYTES) * STEPS_PER_DOUBLING);
  return Math.min(step, STEPS_PER_DOUBLING * DOUBLINGS - 1);
}

const endOfStep = (step: number): number => Math.ceil(EXACT_BYTES * 2 ** ((step + 1) / STEPS_PER_DOUBLING));
