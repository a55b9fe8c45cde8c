type JsonObject = { readonly [name: string]: unknown };

/** A group of users of one instance. */
export interface Organization {
  readonly instanceId: string;
  readonly id: string;
  readonly name: string;
  readonly slug: string | null;
  /** Null: as many as there are. */
  readonly maxAllowedMemberships: number | null;
  readonly adminDeleteEnabled: boolean;
  readonly publicMetadata: JsonObject;
  readonly privateMetadata: JsonObject;
  /** The user who made it, who may be gone. */
  readonly createdBy: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** A user in an organization; at most one for each pair. */
export interface OrganizationMembership {
  readonly instanceId: string;
  readonly id: string;
  readonly organizationId: string;
  readonly userId: string;
  /** The role's key: `org:admin`. */
  readonly role: string;
  readonly publicMetadata: JsonObject;
  readonly privateMetadata: JsonObject;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}
