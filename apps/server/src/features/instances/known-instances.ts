import type { Dependencies } from '../../dependencies.ts';
import type { Instance } from './instance.ts';

const MAX_KNOWN = 1_000;
const caches = new WeakMap<Dependencies, Map<string, Instance>>();

/**
 * The instances as this node last read them, by slug ('' for the default). Never a source of truth: a reader
 * compares `version` and `configVersion` with the row that its own statement reads, or can bear old settings.
 */
function knownInstances(dependencies: Dependencies): Map<string, Instance> {
  const known = caches.get(dependencies) ?? new Map<string, Instance>();
  caches.set(dependencies, known);
  return known;
}

/** Remembers what was just read; the least recently read instance makes room. */
export function rememberInstance(dependencies: Dependencies, key: string, instance: Instance): Instance {
  const known = knownInstances(dependencies);
  known.delete(key);
  known.set(key, instance);
  if (known.size > MAX_KNOWN) known.delete(known.keys().next().value!);
  return instance;
}

/** What was last read under this key, or null. */
export function lastKnownInstance(dependencies: Dependencies, key: string): Instance | null {
  return knownInstances(dependencies).get(key) ?? null;
}
