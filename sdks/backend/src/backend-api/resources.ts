declare global {
  interface UserPublicMetadata {
    [key: string]: unknown;
  }
  interface UserPrivateMetadata {
    [key: string]: unknown;
  }
  interface UserUnsafeMetadata {
    [key: string]: unknown;
  }
}

/** Instants of resources are milliseconds since 1970. Shapes: backend contract section 6.8. */
export interface EmailAddress {
  id: string;
  object: 'email_address';
  emailAddress: string;
  verification: Verification | null;
  linkedTo: { id: string; type: string }[];
}

export interface Verification {
  status: 'unverified' | 'verified' | 'failed' | 'expired' | 'transferable';
  strategy: string;
  attempts: number | null;
  expireAt: number | null;
}

export interface User {
  id: string;
  object: 'user';
  externalId: string | null;
  primaryEmailAddressId: string | null;
  primaryPhoneNumberId: string | null;
  username: string | null;
  firstName: string | null;
  lastName: string | null;
  imageUrl?: string;
  hasImage: boolean;
  publicMetadata: UserPublicMetadata;
  privateMetadata: UserPrivateMetadata;
  unsafeMetadata: UserUnsafeMetadata;
  emailAddresses: EmailAddress[];
  passwordEnabled: boolean;
  banned: boolean;
  locked: boolean;
  lastSignInAt: number | null;
  lastActiveAt: number | null;
  createdAt: number;
  updatedAt: number;
  /** First and last name joined, or null when there is neither. */
  fullName: string | null;
  primaryEmailAddress: EmailAddress | null;
  /** The resource as the wire had it. */
  raw: Record<string, unknown>;
}

export interface Session {
  id: string;
  object: 'session';
  userId: string;
  clientId: string;
  status: 'active' | 'pending' | 'revoked' | 'ended' | 'expired' | 'removed' | 'abandoned' | 'replaced';
  actor: Record<string, unknown> | null;
  lastActiveOrganizationId: string | null;
  lastActiveAt: number;
  expireAt: number;
  abandonAt: number;
  createdAt: number;
  updatedAt: number;
}

export interface Token {
  object: 'token';
  jwt: string;
}

export interface Cookies {
  object: 'cookies';
  /** Set-Cookie lines. */
  cookies: string[];
}

export interface SignInToken {
  id: string;
  object: 'sign_in_token';
  userId: string;
  status: 'pending' | 'accepted' | 'revoked';
  token?: string;
  url?: string | null;
  createdAt: number;
  updatedAt: number;
}

export interface TestingToken {
  object: 'testing_token';
  token: string;
  expiresAt: number;
}

export interface Instance {
  object: 'instance';
  id: string;
  environmentType: string;
  allowedOrigins: string[] | null;
}

export interface DeletedObject {
  object: string;
  id?: string;
  deleted: boolean;
}

export interface PaginatedList<Resource> {
  data: Resource[];
  totalCount: number;
}

export interface Pagination {
  /** 1 to 500; 10 when left out. */
  limit?: number;
  offset?: number;
}
