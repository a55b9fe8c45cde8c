/** Longest text compared; what is longer has no near name. */
export const LONGEST_COMPARED = 80;

/**
 * Fewest insertions, deletions and replacements between two texts, when they are fewer than `limit`;
 * otherwise, and for texts too long to compare, `limit`.
 */
export function editDistance(a: string, b: string, limit: number = Number.POSITIVE_INFINITY): number {
  if (a.length > LONGEST_COMPARED || b.length > LONGEST_COMPARED) return limit;
  if (Math.abs(a.length - b.length) >= limit) return limit;
  const row = new Uint8Array(b.length + 1);
  for (let column = 0; column <= b.length; column += 1) row[column] = column;
  for (let line = 1; line <= a.length; line += 1) {
    const code = a.charCodeAt(line - 1);
    let diagonal = row[0] as number;
    let best = line;
    row[0] = line;
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = diagonal + (code === b.charCodeAt(column - 1) ? 0 : 1);
      diagonal = row[column] as number;
      const shifted = Math.min(diagonal, row[column - 1] as number) + 1;
      const cost = Math.min(replaced, shifted);
      row[column] = cost;
      if (cost < best) best = cost;
    }
    if (best >= limit) return limit;
  }
  return Math.min(limit, row[b.length] as number);
}

/** A bit for each kind of letter: of two that share one, only one is counted. */
function lettersOf(text: string): number {
  let letters = 0;
  for (let at = 0; at < text.length; at += 1) letters |= 1 << (text.charCodeAt(at) & 31);
  return letters;
}

function countBits(bits: number): number {
  let count = 0;
  for (let left = bits; left !== 0; left &= left - 1) count += 1;
  return count;
}

/** The candidate nearest to `text`, or null when even that one differs in more than half of its letters. */
export function nearest(text: string, candidates: Iterable<string>): string | null {
  if (text.length > LONGEST_COMPARED) return null;
  let best: string | null = null;
  let bestDistance = Math.floor(text.length / 2) + 1;
  const letters = lettersOf(text);
  for (const candidate of candidates) {
    // Each letter that only one of them has costs an edit: most candidates need no closer look.
    if (Math.abs(text.length - candidate.length) >= bestDistance) continue;
    const others = lettersOf(candidate);
    if (countBits(letters & ~others) >= bestDistance || countBits(others & ~letters) >= bestDistance)
      continue;
    const distance = editDistance(text, candidate, bestDistance);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}
