/** How an address was proved to be the user's. */
export type EmailAddressProof =
  | 'email_code'
  | 'email_link'
  | 'ticket'
  | 'admin'
  /** A provider vouched for it. */
  | `from_oauth_${string}`;

/** An address of one user, in lower case. */
export interface EmailAddress {
  readonly instanceId: string;
  readonly id: string;
  readonly userId: string;
  readonly emailAddress: string;
  readonly verified: boolean;
  /** Unverified, but usable for signing in, and nobody else can claim it. */
  readonly reserved: boolean;
  readonly verificationStrategy: EmailAddressProof | null;
  readonly verifiedAt: Date | null;
  /** The code that was last sent to this address, if any. */
  readonly verificationId: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const MAX_ADDRESS_LENGTH = 254; // RFC 5321 §4.5.3.1.3, less the angle brackets
const MAX_LOCAL_LENGTH = 64; // RFC 5321 §4.5.3.1.1
const LOCAL_PART = /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*$/;
const LABEL = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The address in the one form in which it is stored and compared, or null when it is no address.
 * Takes what RFC 5322 calls a dot-atom in ASCII; quoted local parts and address literals are refused,
 * so an address is always safe in a mail header.
 */
export function normalizeEmailAddress(text: string): string | null {
  const address = text.trim().toLowerCase();
  const at = address.lastIndexOf('@');
  if (address.length > MAX_ADDRESS_LENGTH || at < 1 || at > MAX_LOCAL_LENGTH) return null;
  const labels = address.slice(at + 1).split('.');
  if (labels.length < 2 || !labels.every((label) => LABEL.test(label))) return null;
  return LOCAL_PART.test(address.slice(0, at)) ? address : null;
}

/** `a***e@example.com`: enough to recognise one's own address, too little to learn another's. */
export function maskEmailAddress(address: string): string {
  const at = address.lastIndexOf('@');
  const local = address.slice(0, at);
  const shown = local.length > 2 ? `${local[0]}*****${local.at(-1)}` : `${local[0] ?? ''}*****`;
  return shown + address.slice(at);
}
