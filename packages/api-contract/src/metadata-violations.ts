/** How many users' metadata is not what the instance's metadata schemas say: `POST …/metadata_schemas/violations`. */
export interface ViolatingUsersResource {
  readonly users_total: number;
  /** Fewer than all when there are very many. */
  readonly users_checked: number;
  readonly users_violating: number;
  /** The first of them. */
  readonly examples: readonly ViolatingUserResource[];
}

export interface ViolatingUserResource {
  readonly user_id: string;
  readonly name: string;
  readonly violations: readonly MetadataViolationResource[];
}

/** One place where metadata is not what the schema says. */
export interface MetadataViolationResource {
  readonly field: 'public_metadata' | 'unsafe_metadata' | 'private_metadata';
  /** JSON pointer into the field's value. */
  readonly pointer: string;
  readonly message: string;
}
