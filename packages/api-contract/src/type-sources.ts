/** Everything that the types of an instance's claims are made from: `GET …/type_sources`. */
export interface TypeSourcesResource {
  readonly config_version: string;
  readonly claims_source: string;
  /** Of the session token's template; 0: none was ever saved. */
  readonly version: number;
  readonly metadata_schemas: MetadataSchemasResource;
  /** Declared ones, and those that present members have. */
  readonly roles: readonly string[];
  /** The application's own. */
  readonly permissions: readonly string[];
}

/** Key `metadata_schemas` of a configuration: a JSON Schema of each kind of users' metadata, null where none is declared. */
export interface MetadataSchemasResource {
  readonly public: Record<string, unknown> | null;
  readonly unsafe: Record<string, unknown> | null;
  readonly private: Record<string, unknown> | null;
  readonly enforcement: 'warn' | 'refuse';
}
