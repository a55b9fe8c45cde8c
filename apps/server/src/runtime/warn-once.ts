import type { Log } from './log.ts';

/** So many different warnings of one log are remembered; then the oldest may be said again. */
const REMEMBERED = 500;
const said = new WeakMap<Log, Set<string>>();

/** Warns of a lasting condition, once per text and fields: every request of a misconfigured app would say it. */
export function warnOnce(log: Log, message: string, fields: Record<string, string> = {}): void {
  const known = said.get(log) ?? new Set<string>();
  said.set(log, known);
  const key = JSON.stringify([message, fields]);
  if (known.has(key)) return;
  if (known.size >= REMEMBERED) known.delete(known.values().next().value ?? '');
  known.add(key);
  log.warn(message, fields);
}
