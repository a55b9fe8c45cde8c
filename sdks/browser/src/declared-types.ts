declare global {
  /** `{ permission: '…'; role: '…' }` narrows what `has()` can be asked. `bartleby types` writes it. */
  interface ClerkAuthorization {}
  /** Members of `user.publicMetadata`; any other name reads as `unknown`. `bartleby types` writes it. */
  interface UserPublicMetadata {}
  /** Members of `user.unsafeMetadata`, which the browser may write. */
  interface UserUnsafeMetadata {}
}

type Declared<Key extends string> = ClerkAuthorization extends Record<Key, infer Value> ? Value : string;

/** A role key such as `org:admin`; narrowed by the global interface `ClerkAuthorization`. */
export type OrganizationRole = Declared<'role'>;
/** A permission key such as `org:invoices:create`; narrowed by the global interface `ClerkAuthorization`. */
export type OrganizationPermission = Declared<'permission'>;

/** Metadata that the application's backend writes. */
export type PublicMetadata = UserPublicMetadata & Record<string, unknown>;
/** Metadata that the user's browser writes. */
export type UnsafeMetadata = UserUnsafeMetadata & Record<string, unknown>;
