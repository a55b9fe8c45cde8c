type Json = Record<string, unknown>;

/** What OpenAPI 3.0 says in words of its own, said in JSON Schema: `nullable`, boolean exclusive bounds, `discriminator`. */
export function toJsonSchema(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(toJsonSchema);
  if (value === null || typeof value !== 'object') return value;
  const schema: Json = {};
  for (const [name, part] of Object.entries(value)) schema[name] = toJsonSchema(part);
  useNumericBounds(schema);
  useUnions(schema);
  // A property called `nullable` is a schema, the keyword is a boolean.
  if (schema.nullable !== true) return chooseByDiscriminator(schema);
  delete schema.nullable;
  return orNull(chooseByDiscriminator(schema));
}

/** Not `anyOf`: with `if` the errors stay those of the value that is there. */
function orNull(schema: Json): Json {
  return { if: { type: 'null' }, else: schema };
}

/** The descriptions' `oneOf` are unions of types, whose branches may overlap. */
function useUnions(schema: Json): void {
  const { mapping } = (schema.discriminator ?? {}) as { mapping?: Json };
  if (!Array.isArray(schema.oneOf) || mapping) return;
  schema.anyOf = schema.oneOf;
  delete schema.oneOf;
}

function useNumericBounds(schema: Json): void {
  for (const [exclusive, bound] of [
    ['exclusiveMinimum', 'minimum'],
    ['exclusiveMaximum', 'maximum'],
  ] as const) {
    if (typeof schema[exclusive] !== 'boolean') continue;
    if (schema[exclusive]) {
      schema[exclusive] = schema[bound];
      delete schema[bound];
    } else delete schema[exclusive];
  }
}

/** One branch by the value of one property, so that only its errors are told. */
function chooseByDiscriminator(schema: Json): Json {
  const { discriminator, oneOf, ...rest } = schema;
  const { propertyName, mapping } = (discriminator ?? {}) as { propertyName?: string; mapping?: Json };
  if (typeof propertyName !== 'string' || !mapping || !Array.isArray(oneOf)) return schema;
  const branches = Object.entries(mapping).map(([value, $ref]) => ({
    if: { type: 'object', properties: { [propertyName]: { const: value } } },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema.
    then: { $ref },
  }));
  return {
    ...rest,
    allOf: branches,
    type: 'object',
    properties: { [propertyName]: { enum: Object.keys(mapping) } },
    required: [propertyName],
  };
}
