import type { JsonNode } from '../json-text/json-node.ts';
import { emptyJsonObject, type JsonValue } from '../json-value.ts';

/** The value of a parsed node, of bounded depth. Objects have no prototype; of a repeated key the last counts. */
export function nodeValue(node: JsonNode): JsonValue {
  switch (node.kind) {
    case 'array':
      return node.items.map(nodeValue);
    case 'object': {
      const object = emptyJsonObject();
      for (const { key, value } of node.members) object[key.value] = nodeValue(value);
      return object;
    }
    default:
      return node.value;
  }
}
