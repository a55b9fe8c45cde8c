import { type BackendApiConnection, callBackendApi, path } from './call-backend-api.ts';
import { camelCaseResource } from './letter-case.ts';
import type { DeletedObject, PaginatedList, Pagination, User } from './resources.ts';

export interface UserFilter {
  emailAddress?: string[];
  externalId?: string[];
  username?: string[];
  userId?: string[];
  /** Part of a name, address or id, letter case ignored. */
  query?: string;
  lastActiveAtSince?: number;
  createdAtBefore?: number;
  createdAtAfter?: number;
}

export interface UserListParams extends UserFilter, Pagination {
  /** Such as `-created_at`. */
  orderBy?: string;
}

export interface UserMetadata {
  publicMetadata?: UserPublicMetadata;
  privateMetadata?: UserPrivateMetadata;
  unsafeMetadata?: UserUnsafeMetadata;
}

export interface CreateUserParams extends UserMetadata {
  emailAddress?: string[];
  username?: string;
  password?: string;
  passwordDigest?: string;
  passwordHasher?: string;
  skipPasswordChecks?: boolean;
  skipPasswordRequirement?: boolean;
  firstName?: string;
  lastName?: string;
  externalId?: string;
  createdAt?: Date;
}

export interface UpdateUserParams extends UserMetadata {
  firstName?: string | null;
  lastName?: string | null;
  username?: string | null;
  externalId?: string | null;
  password?: string;
  skipPasswordChecks?: boolean;
  signOutOfOtherSessions?: boolean;
  primaryEmailAddressId?: string;
}

/** Users, by secret key. Every method rejects with `BartlebyAPIResponseError`. */
export function usersApi(connection: BackendApiConnection) {
  const callForUser = async (call: Parameters<typeof callBackendApi>[1]) =>
    toUser(await callBackendApi<Record<string, unknown>>(connection, { ...call, raw: true }));
  const getCount = async (filter: UserFilter = {}): Promise<number> =>
    (
      await callBackendApi<{ totalCount: number }>(connection, {
        method: 'GET',
        path: '/users/count',
        query: filter,
      })
    ).totalCount;

  return {
    getUser: (userId: string): Promise<User> => callForUser({ method: 'GET', path: path`/users/${userId}` }),

    /** The page asked for, and how many users the filter finds in all: two calls. */
    getUserList: async (params: UserListParams = {}): Promise<PaginatedList<User>> => {
      const { limit, offset, orderBy, ...filter } = params;
      const query = { limit, offset, orderBy, ...filter };
      const list = callBackendApi<Record<string, unknown>[]>(connection, {
        method: 'GET',
        path: '/users',
        query,
        raw: true,
      });
      const [users, totalCount] = await Promise.all([list, getCount(filter)]);
      return { data: users.map(toUser), totalCount };
    },

    getCount,

    createUser: (params: CreateUserParams): Promise<User> =>
      callForUser({ method: 'POST', path: '/users', body: params }),

    /** Metadata given here replaces the whole field; `updateUserMetadata` merges. */
    updateUser: async (userId: string, params: UpdateUserParams): Promise<User> => {
      const { publicMetadata, privateMetadata, unsafeMetadata, ...profile } = params;
      const metadata = { publicMetadata, privateMetadata, unsafeMetadata };
      const hasMetadata = Object.values(metadata).some((value) => value !== undefined);
      const updated =
        Object.keys(profile).length > 0 || !hasMetadata
          ? await callForUser({ method: 'PATCH', path: path`/users/${userId}`, body: profile })
          : undefined;
      if (!hasMetadata && updated) return updated;
      return callForUser({ method: 'PUT', path: path`/users/${userId}/metadata`, body: metadata });
    },

    /** Deep merge; a key whose value is null is removed. */
    updateUserMetadata: (userId: string, metadata: UserMetadata): Promise<User> =>
      callForUser({ method: 'PATCH', path: path`/users/${userId}/metadata`, body: metadata }),

    deleteUser: (userId: string): Promise<DeletedObject> =>
      callBackendApi(connection, { method: 'DELETE', path: path`/users/${userId}` }),
  };
}

function toUser(raw: Record<string, unknown>): User {
  const fields = camelCaseResource(raw) as Omit<User, 'fullName' | 'primaryEmailAddress' | 'raw'>;
  return {
    ...fields,
    fullName: [fields.firstName, fields.lastName].filter(Boolean).join(' ') || null,
    primaryEmailAddress: fields.emailAddresses?.find(({ id }) => id === fields.primaryEmailAddressId) ?? null,
    raw,
  };
}
