const camelCase = (key: string) => key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());

/** Their keys belong to the app and stay as they are. */
const FREE_FORM = new Set(['public_metadata', 'unsafe_metadata', 'actor', 'meta']);

/**
 * A resource of the wire as the SDK shows it: keys in camelCase, instants (`…_at`, epoch milliseconds) as Date. What
 * the app owns (metadata, actor) is untouched. The shape is the caller's word: the server is trusted to keep it.
 */
export function fromWire<T>(json: unknown): T {
  if (Array.isArray(json)) return json.map((item) => fromWire(item)) as T;
  if (json === null || typeof json !== 'object') return json as T;
  const resource: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(json)) {
    const isInstant = key.endsWith('_at') && typeof value === 'number';
    resource[camelCase(key)] = isInstant ? new Date(value) : FREE_FORM.has(key) ? value : fromWire(value);
  }
  return resource as T;
}
