import { VersionedCache } from '../../runtime/versioned-cache.ts';
import { readsNothing, type SubjectReads } from './token-subject.ts';

const MAX_KEPT = 500;

/**
 * What tokens are made from, kept by name and version of the instance. Loaded once per version, by one request
 * for all; nothing is ever invalidated, since every change raises the version.
 */
export class MaterialKeeper<Material extends { readonly reads: SubjectReads }> {
  readonly #cache = new VersionedCache<Material>(MAX_KEPT);
  /** What the newest template known to this node reads: a guess that saves a statement, never trusted. */
  readonly #lastReads = new Map<string, SubjectReads>();

  /** What the last template under this name known to this node reads. */
  lastReads(name: string): SubjectReads {
    return this.#lastReads.get(name) ?? readsNothing;
  }

  /** The material of a version that the caller has just read from the database. */
  async get(name: string, version: number, load: () => Promise<Material>): Promise<Material> {
    const material = await this.#cache.get(name, version, load);
    if (this.#lastReads.get(name) !== material.reads) {
      this.#lastReads.delete(name);
      this.#lastReads.set(name, material.reads);
      if (this.#lastReads.size > MAX_KEPT)
        this.#lastReads.delete(this.#lastReads.keys().next().value ?? name);
    }
    return material;
  }
}
