/** Longest text compared; what is longer has no near name. */
const MAX_LENGTH = 80;

/** Fewest insertions, deletions and replacements between two texts; Infinity for texts too long to compare. */
export function editDistance(a: string, b: string): number {
  if (a.length > MAX_LENGTH || b.length > MAX_LENGTH) return Number.POSITIVE_INFINITY;
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let row = 1; row <= a.length; row += 1) {
    const current = [row];
    for (let column = 1; column <= b.length; column += 1) {
      const replaced = (previous[column - 1] as number) + (a[row - 1] === b[column - 1] ? 0 : 1);
      const inserted = (current[column - 1] as number) + 1;
      current.push(Math.min(replaced, inserted, (previous[column] as number) + 1));
    }
    previous = current;
  }
  return previous[b.length] as number;
}

/** The candidate nearest to `text`, or null when even that one differs in more than half of its letters. */
export function nearest(text: string, candidates: Iterable<string>): string | null {
  let best: string | null = null;
  let bestDistance = Math.floor(text.length / 2) + 1;
  for (const candidate of candidates) {
    const distance = editDistance(text, candidate);
    if (distance < bestDistance) {
      best = candidate;
      bestDistance = distance;
    }
  }
  return best;
}
