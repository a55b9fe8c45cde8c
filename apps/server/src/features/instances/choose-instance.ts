import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { getDefaultInstance } from './find-instance.ts';
import type { Instance } from './instance.ts';
import { instanceOfRow, listInstanceRowsNamed } from './instance-store.ts';
import { lastKnownInstance, rememberInstance } from './known-instances.ts';
import { verifySecretKey } from './verify-secret-key.ts';

/** What a Frontend request says about its instance. */
export interface InstanceSignals {
  /** The `Clerk-Secret-Key` header of an SDK's proxy. */
  readonly secretKey: string | null;
  /** `/i/<slug>`. */
  readonly pathSlug: string | null;
  /** The Host header. */
  readonly host: string | null;
  /** The caller's own statement compares the versions: what this node last read will do. */
  readonly mayBeLastKnown: boolean;
}

/**
 * The instance of a Frontend request: secret key, path, Host, default; signals that name different
 * instances are refused (DESIGN decision 4). A Host that names none says nothing.
 * Throws Refusal `clerk_key_invalid`, `instance_not_found`, `instance_contradiction`.
 */
export async function chooseInstance(
  dependencies: Dependencies,
  signals: InstanceSignals,
): Promise<Instance> {
  const hostSlug = slugOfDevelopmentHost(signals.host);
  const simpleKey = signals.secretKey === null && hostSlug === null ? (signals.pathSlug ?? '') : null;
  if (signals.mayBeLastKnown && simpleKey !== null) {
    const known = lastKnownInstance(dependencies, simpleKey);
    if (known) return known;
  }
  const byKey = signals.secretKey === null ? null : await verifySecretKey(dependencies, signals.secretKey);
  if (signals.secretKey !== null && !byKey) throw new Refusal('clerk_key_invalid');
  const named = await findNamed(dependencies, signals, hostSlug);
  const candidates = [byKey?.instance, named.byPath, named.byHost].filter((instance) => instance != null);
  const [first] = candidates;
  if (candidates.some((instance) => instance.id !== first?.id)) throw new Refusal('instance_contradiction');
  return first ?? getDefaultInstance(dependencies);
}

/** `<slug>.localhost[:port]`, the form of a development key host. */
export function slugOfDevelopmentHost(host: string | null): string | null {
  return /^([a-z0-9-]{1,40})\.localhost(?::\d{1,5})?$/.exec(host ?? '')?.[1] ?? null;
}

async function findNamed(
  dependencies: Dependencies,
  { pathSlug, host }: InstanceSignals,
  hostSlug: string | null,
): Promise<{ byPath: Instance | null; byHost: Instance | null }> {
  const { publicUrl } = dependencies.config;
  const foreignHost = host !== null && host !== new URL(publicUrl).host ? host : null;
  const slugs = [pathSlug, hostSlug].filter((slug) => slug !== null);
  if (slugs.length === 0 && foreignHost === null) return { byPath: null, byHost: null };
  const rows = await listInstanceRowsNamed(dependencies.database.queries, { slugs, host: foreignHost });
  const instances = rows.map((row) => instanceOfRow(row, publicUrl));
  for (const instance of instances) rememberInstance(dependencies, instance.slug, instance);
  const byPath = instances.find((instance) => instance.slug === pathSlug) ?? null;
  if (pathSlug !== null && !byPath) throw new Refusal('instance_not_found', { slug: pathSlug });
  const byHost = instances.find(
    (instance) =>
      (hostSlug !== null && instance.environmentType === 'development' && instance.slug === hostSlug) ||
      (foreignHost !== null && instance.environmentType === 'production' && instance.keyHost === foreignHost),
  );
  return { byPath, byHost: byHost ?? null };
}
