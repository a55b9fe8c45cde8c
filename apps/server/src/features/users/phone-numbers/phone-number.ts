/** How a number was proved to be the user's. */
export type PhoneNumberProof = 'phone_code' | 'ticket' | 'admin';

/** A phone number of one user, in E.164. */
export interface PhoneNumber {
  readonly instanceId: string;
  readonly id: string;
  readonly userId: string;
  readonly phoneNumber: string;
  readonly verified: boolean;
  /** Unverified, but usable for signing in, and nobody else can claim it. */
  readonly reserved: boolean;
  readonly verificationStrategy: PhoneNumberProof | null;
  readonly verifiedAt: Date | null;
  /** The code that was last sent to this number by its owner's browser, if any. */
  readonly verificationId: string | null;
  /** A code sent to this (verified) number is a second factor of its user. */
  readonly reservedForSecondFactor: boolean;
  /** Offered before the user's other second factors. */
  readonly defaultSecondFactor: boolean;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

const E164 = /^\+[1-9]\d{6,14}$/; // ITU-T E.164: at most 15 digits, and no country code begins with 0

/**
 * The number in the one form in which it is stored and compared, or null when it is none: E.164 with the plus
 * sign; blanks, hyphens, dots and brackets between the digits are left out.
 */
export function normalizePhoneNumber(text: string): string | null {
  const number = text.trim().replace(/[\s().-]/g, '');
  return E164.test(number) ? number : null;
}

/** `+1*******01`: enough to recognise one's own number, too little to learn another's. */
export function maskPhoneNumber(number: string): string {
  return `${number.slice(0, 2)}${'*'.repeat(Math.max(0, number.length - 4))}${number.slice(-2)}`;
}
