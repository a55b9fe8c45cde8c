import { createHash } from 'node:crypto';

/**
 * Who has what, in flat memory: of identifiers and their owners it keeps 64 bits of a hash each, in arrays that grow,
 * so that a million identifiers take some 32 MB.
 */
export class IdentifierIndex {
  private keys = new BigUint64Array(1024);
  private owners = new BigUint64Array(1024);
  private size = 0;

  /** Whether `identifier` is another owner's. */
  isTaken(identifier: string, owner: string): boolean {
    const found = this.owners[this.slotOf(hash(identifier))]!;
    return found !== 0n && found !== hash(owner);
  }

  has(identifier: string): boolean {
    return this.owners[this.slotOf(hash(identifier))] !== 0n;
  }

  /** From now on `identifier` is this owner's, unless somebody has it. */
  add(identifier: string, owner: string): void {
    if (this.size * 2 >= this.keys.length) this.grow();
    if (this.put(hash(identifier), hash(owner))) this.size += 1;
  }

  private put(key: bigint, owner: bigint): boolean {
    const slot = this.slotOf(key);
    if (this.owners[slot] !== 0n) return false;
    this.keys[slot] = key;
    this.owners[slot] = owner;
    return true;
  }

  /** Where the key is, or would be put. */
  private slotOf(key: bigint): number {
    const mask = this.keys.length - 1;
    let slot = Number(key & BigInt(mask));
    while (this.owners[slot] !== 0n && this.keys[slot] !== key) slot = (slot + 1) & mask;
    return slot;
  }

  private grow(): void {
    const { keys, owners } = this;
    this.keys = new BigUint64Array(keys.length * 2);
    this.owners = new BigUint64Array(keys.length * 2);
    for (const [slot, owner] of owners.entries()) if (owner !== 0n) this.put(keys[slot]!, owner);
  }
}

/** Never 0, which stands for an empty slot. */
function hash(text: string): bigint {
  return createHash('sha256').update(text).digest().readBigUInt64LE(0) || 1n;
}
