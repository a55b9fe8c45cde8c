import type { PublicMetadata, UnsafeMetadata } from '../declared-types.ts';
import type { CallFrontendApi } from '../frontend-api/call.ts';
import { type EmailAddress, type EmailAddressData, emailAddressFrom } from './email-address.ts';
import { fromWire } from './from-wire.ts';
import { type SessionWithActivity, sessionWithActivityFrom } from './session-with-activity.ts';

interface UserData {
  readonly id: string;
  readonly username: string | null;
  readonly firstName: string | null;
  readonly lastName: string | null;
  readonly imageUrl: string;
  readonly hasImage: boolean;
  readonly primaryEmailAddressId: string | null;
  readonly passwordEnabled: boolean;
  readonly twoFactorEnabled: boolean;
  readonly publicMetadata: Readonly<PublicMetadata>;
  readonly unsafeMetadata: Readonly<UnsafeMetadata>;
  readonly externalId: string | null;
  readonly deleteSelfEnabled: boolean;
  readonly lastSignInAt: Date | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/** The signed-in user (frontend-api 4.4), with what they may change about themselves. */
export interface User extends UserData {
  /** First and last name with one space between; null when there is neither. */
  readonly fullName: string | null;
  readonly emailAddresses: readonly EmailAddress[];
  readonly primaryEmailAddress: EmailAddress | null;
  update(params: {
    firstName?: string | null;
    lastName?: string | null;
    username?: string | null;
    primaryEmailAddressId?: string;
    unsafeMetadata?: UnsafeMetadata;
  }): Promise<User>;
  /** Changes the password, or sets the first one when `currentPassword` is left out. */
  updatePassword(params: {
    currentPassword?: string | undefined;
    newPassword: string;
    signOutOfOtherSessions?: boolean;
  }): Promise<User>;
  /** Adds an address; it counts once `prepareVerification` and `attemptVerification` are through. */
  createEmailAddress(params: { email: string }): Promise<EmailAddress>;
  /** All sessions of this user that are signed in, on every device. */
  getSessions(): Promise<SessionWithActivity[]>;
  reload(): Promise<User>;
  delete(): Promise<void>;
}

/** The user in a wire object, acting through `call`. */
export function userFrom(json: unknown, call: CallFrontendApi): User {
  const data = fromWire<UserData & { emailAddresses?: EmailAddressData[] }>(json);
  const emailAddresses = (data.emailAddresses ?? []).map((address) => emailAddressFrom(address, call));
  const change = async (method: 'GET' | 'POST' | 'PATCH', path: string, body?: Record<string, unknown>) =>
    userFrom(await call({ method, path, body }), call);
  return {
    ...data,
    emailAddresses,
    primaryEmailAddress: emailAddresses.find(({ id }) => id === data.primaryEmailAddressId) ?? null,
    fullName: [data.firstName, data.lastName].filter(Boolean).join(' ') || null,
    update: (params) => change('PATCH', '/me', params),
    updatePassword: (params) => change('POST', '/me/change_password', params),
    createEmailAddress: async ({ email }) => {
      const body = { emailAddress: email };
      const created = await call({ method: 'POST', path: '/me/email_addresses', body });
      return emailAddressFrom(fromWire<EmailAddressData>(created), call);
    },
    getSessions: async () => {
      const sessions = await call({ method: 'GET', path: '/me/sessions/active' });
      return (Array.isArray(sessions) ? sessions : []).map((one) => sessionWithActivityFrom(one, call));
    },
    reload: () => change('GET', '/me'),
    delete: async () => {
      await call({ method: 'DELETE', path: '/me' });
    },
  };
}
