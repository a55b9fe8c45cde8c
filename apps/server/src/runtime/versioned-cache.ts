/**
 * Values by (key, version): a value of another version is another value, so nothing is ever invalidated.
 * Bounded (the least recently used goes first); callers that come together share one load; a failed load is
 * not kept.
 */
export class VersionedCache<Value> {
  readonly #entries = new Map<string, { readonly version: number; readonly value: Promise<Value> }>();
  readonly #maxEntries: number;

  constructor(maxEntries: number) {
    this.#maxEntries = maxEntries;
  }

  /** The value of this version, loaded when it is not here. Rejects as `load` does. */
  get(key: string, version: number, load: () => Promise<Value>): Promise<Value> {
    const found = this.#entries.get(key);
    const entry = found?.version === version ? found : { version, value: load() };
    this.#entries.delete(key);
    this.#entries.set(key, entry);
    if (entry !== found) this.#whenLoaded(key, entry);
    return entry.value;
  }

  #whenLoaded(key: string, entry: { readonly value: Promise<Value> }): void {
    if (this.#entries.size > this.#maxEntries) this.#entries.delete(this.#entries.keys().next().value!);
    entry.value.catch(() => {
      if (this.#entries.get(key) === entry) this.#entries.delete(key);
    });
  }
}
