import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { findInstanceBySlug, getDefaultInstance } from '../instances/index.ts';
import { type PublicKeySet, publicKeySet } from './public-key-set.ts';

/** How long this node may answer from memory: the time that a withdrawn key stays in its answers. */
const FRESH_MS = 5_000;
const MAX_INSTANCES = 1_000;

interface Published {
  readonly keySet: PublicKeySet;
  readonly readAt: number;
}
const known = new WeakMap<Dependencies, Map<string, Published>>();
const reading = new WeakMap<Dependencies, Map<string, Promise<PublicKeySet>>>();

/**
 * The key set of an instance (slug null: the default one) for verifiers: from memory for five seconds, then
 * read again; when the database does not answer, the one last read, however old: tokens that are out must
 * stay verifiable. Throws Refusal `instance_not_found`, or `service_unavailable` when nothing was ever read.
 */
export async function publishedKeySet(
  dependencies: Dependencies,
  slug: string | null,
): Promise<PublicKeySet> {
  const sets = known.get(dependencies) ?? new Map<string, Published>();
  known.set(dependencies, sets);
  const key = slug ?? '';
  const before = sets.get(key);
  const now = dependencies.clock.now().getTime();
  if (before && now - before.readAt < FRESH_MS) return before.keySet;
  try {
    const keySet = await readOnce(dependencies, key);
    sets.set(key, { keySet, readAt: now });
    if (sets.size > MAX_INSTANCES) sets.delete(sets.keys().next().value!);
    return keySet;
  } catch (error) {
    if (before && error instanceof Refusal && error.code === 'service_unavailable') return before.keySet;
    throw error;
  }
}

/** Requests that come together share one read. */
function readOnce(dependencies: Dependencies, key: string): Promise<PublicKeySet> {
  const running = reading.get(dependencies) ?? new Map<string, Promise<PublicKeySet>>();
  reading.set(dependencies, running);
  const read = running.get(key) ?? readKeySet(dependencies, key).finally(() => running.delete(key));
  running.set(key, read);
  return read;
}

async function readKeySet(dependencies: Dependencies, key: string): Promise<PublicKeySet> {
  const instance =
    key === '' ? await getDefaultInstance(dependencies) : await findInstanceBySlug(dependencies, key);
  if (!instance) throw new Refusal('instance_not_found', { slug: key });
  return publicKeySet(dependencies, instance);
}
