// CVE-2017-15361 ("ROCA"): a widespread chip library built primes as k·M + (65537^a mod M), M a product of small
// primes. The modulus of such a key is a power of 65537 modulo every one of those primes, and can be factored.

const LARGEST_PRIME = 167;
const GENERATOR = 65_537;

/** Each small prime with the powers of 65537 modulo it; primes where every residue is a power tell nothing. */
const subgroups: readonly (readonly [prime: number, powers: ReadonlySet<number>])[] = smallOddPrimes()
  .map((prime) => [prime, powersModulo(prime)] as const)
  .filter(([prime, powers]) => powers.size < prime - 1);

/** Whether the modulus (big-endian bytes) bears the mark. By chance about one key in 2^27 does. */
export function hasRocaFingerprint(modulus: Uint8Array): boolean {
  return subgroups.every(([prime, powers]) =>
    powers.has(modulus.reduce((remainder, byte) => (remainder * 256 + byte) % prime, 0)),
  );
}

function powersModulo(prime: number): ReadonlySet<number> {
  const powers = new Set<number>();
  for (let power = 1; !powers.has(power); power = (power * GENERATOR) % prime) powers.add(power);
  return powers;
}

function smallOddPrimes(): number[] {
  const primes: number[] = [];
  for (let candidate = 3; candidate <= LARGEST_PRIME; candidate += 2)
    if (primes.every((prime) => candidate % prime !== 0)) primes.push(candidate);
  return primes;
}
