/** Any JSON value, as parsed or as rendered. */
export type JsonValue = null | boolean | number | string | JsonValue[] | { [key: string]: JsonValue };

/** A JSON object. Those made by this package have no prototype. */
export type JsonObject = { [key: string]: JsonValue };

/** An object without prototype: `__proto__` is a key like any other. */
export function emptyJsonObject(): JsonObject {
  return Object.create(null) as JsonObject;
}
