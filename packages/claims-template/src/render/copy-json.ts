import { emptyJsonObject, type JsonObject, type JsonValue } from '../json-value.ts';

/** null for whatever JSON cannot hold. */
function scalar(value: unknown): JsonValue {
  if (typeof value === 'string' || typeof value === 'boolean') return value;
  return typeof value === 'number' && Number.isFinite(value) ? value : null;
}

type Task = { from: object; to: JsonValue[] | JsonObject };

/**
 * Copies a JSON value into objects without prototype. Own enumerable keys only; what is not JSON becomes null.
 * No recursion: any depth is copied.
 */
export function copyJson(value: unknown): JsonValue {
  const tasks: Task[] = [];
  const begin = (child: unknown): JsonValue => {
    if (typeof child !== 'object' || child === null) return scalar(child);
    const to = Array.isArray(child) ? [] : emptyJsonObject();
    tasks.push({ from: child, to });
    return to;
  };
  const copy = begin(value);
  for (let task = tasks.pop(); task !== undefined; task = tasks.pop()) {
    const { from, to } = task;
    if (Array.isArray(to)) for (const item of from as unknown[]) to.push(begin(item));
    else for (const [key, child] of Object.entries(from)) to[key] = begin(child);
  }
  return copy;
}
