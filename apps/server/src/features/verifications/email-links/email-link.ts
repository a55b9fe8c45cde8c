/** What following a link proves: a step of a sign-in or sign-up, or an address of an account. */
export type EmailLinkPurpose = 'sign_in' | 'sign_up' | 'email_address';

/** A link that was mailed. Its token works once and is stored hashed; its verification says how it stands. */
export interface EmailLink {
  readonly instanceId: string;
  readonly tokenHash: Buffer;
  readonly verificationId: string;
  readonly purpose: EmailLinkPurpose;
  /** Id of the sign-in, sign-up or address. */
  readonly subjectId: string;
  /** The browser that asked for the link. */
  readonly clientId: string;
  /** Where the browser goes when it has followed the link; an allowed address when it was stored. */
  readonly redirectUrl: string;
  readonly expireAt: Date;
  readonly createdAt: Date;
}
