import type { Session } from '../sessions/index.ts';
import type { User } from '../users/index.ts';

/** Whom a token is about, as one statement read it: nothing in it is older than the request. */
export interface TokenSubject {
  readonly session: Session;
  /** Without password and private metadata; other fields are empty unless the template reads them. */
  readonly user: User;
  /** Of template, keys and settings at the time of the statement. */
  readonly instanceVersion: number;
  /** Of the browser that holds the session; null for a session without one. */
  readonly clientUpdatedAt: Date | null;
  /** The statement's time: the database's own, or the test's clock. */
  readonly now: Date;
}

/** What a template reads besides the user's columns; each costs the statement something. */
export interface SubjectReads {
  readonly emailAddresses: boolean;
  /** With which of them is primary, and which is a second factor. */
  readonly phoneNumbers: boolean;
  readonly publicMetadata: boolean;
  readonly unsafeMetadata: boolean;
}

export const readsNothing: SubjectReads = {
  emailAddresses: false,
  phoneNumbers: false,
  publicMetadata: false,
  unsafeMetadata: false,
};

export const readsEverything: SubjectReads = {
  emailAddresses: true,
  phoneNumbers: true,
  publicMetadata: true,
  unsafeMetadata: true,
};

/** Whether what was read is enough for what is needed. */
export function covers(read: SubjectReads, needed: SubjectReads): boolean {
  return (
    (read.emailAddresses || !needed.emailAddresses) &&
    (read.phoneNumbers || !needed.phoneNumbers) &&
    (read.publicMetadata || !needed.publicMetadata) &&
    (read.unsafeMetadata || !needed.unsafeMetadata)
  );
}
