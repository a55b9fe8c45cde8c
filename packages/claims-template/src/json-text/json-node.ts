/** A parsed JSON value that remembers where it stood: `from`..`to` are UTF-16 offsets of the source. */
export type JsonNode = JsonScalarNode | JsonStringNode | JsonArrayNode | JsonObjectNode;

export interface JsonScalarNode {
  kind: 'scalar';
  value: null | boolean | number;
  from: number;
  to: number;
}

export interface JsonStringNode {
  kind: 'string';
  /** The decoded text. */
  value: string;
  from: number;
  to: number;
}

export interface JsonArrayNode {
  kind: 'array';
  items: JsonNode[];
  from: number;
  to: number;
}

export interface JsonMember {
  key: JsonStringNode;
  value: JsonNode;
}

/** Members stand in source order; a key may occur twice (the caller decides what that means). */
export interface JsonObjectNode {
  kind: 'object';
  members: JsonMember[];
  from: number;
  to: number;
}
