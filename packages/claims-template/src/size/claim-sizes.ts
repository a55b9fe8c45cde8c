import { utf8Length } from '../json-text/utf8-length.ts';
import type { JsonObject } from '../json-value.ts';
import { serializeJson } from '../render/serialize-claims.ts';

export interface ClaimSize {
  name: string;
  /** UTF-8 bytes of `"name":value` and its comma. */
  bytes: number;
}

/** What each top-level claim adds to the serialised claims, heaviest first: which one to shorten. */
export function claimSizes(claims: JsonObject): ClaimSize[] {
  return Object.entries(claims)
    .map(([name, value]) => ({
      name,
      bytes: utf8Length(JSON.stringify(name)) + utf8Length(serializeJson(value)) + 2,
    }))
    .sort((a, b) => b.bytes - a.bytes || (a.name < b.name ? -1 : 1));
}
