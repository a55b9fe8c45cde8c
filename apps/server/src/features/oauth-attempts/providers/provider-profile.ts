import type { ExternalProfile } from '../../external-accounts/index.ts';
import { normalizeEmailAddress } from '../../users/index.ts';

/** What a provider said is no description of a person. */
export class UnusableProfile extends Error {
  override readonly name = 'UnusableProfile';
}

const MAX_TEXT_LENGTH = 256;
const MAX_URL_LENGTH = 2_048;

/** A provider's values before anybody looked at them. */
export interface RawProfile {
  readonly providerUserId: unknown;
  readonly emailAddress: unknown;
  readonly emailAddressVerified: unknown;
  readonly firstName: unknown;
  readonly lastName: unknown;
  readonly username: unknown;
  readonly imageUrl: unknown;
}

/**
 * The values as they may be stored: what is no short text is left out, an address that is none too.
 * @throws UnusableProfile without a name of the person at the provider
 */
export function profileOf(raw: RawProfile): ExternalProfile {
  const providerUserId = textOrNull(raw.providerUserId);
  if (providerUserId === null) throw new UnusableProfile('the provider names nobody');
  const address = textOrNull(raw.emailAddress);
  const emailAddress = address === null ? null : normalizeEmailAddress(address);
  return {
    providerUserId,
    emailAddress,
    // Some providers write booleans as texts; anything else proves nothing.
    emailAddressVerified:
      emailAddress !== null && (raw.emailAddressVerified === true || raw.emailAddressVerified === 'true'),
    firstName: textOrNull(raw.firstName),
    lastName: textOrNull(raw.lastName),
    username: textOrNull(raw.username),
    imageUrl: webUrlOrNull(raw.imageUrl),
  };
}

function textOrNull(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > MAX_TEXT_LENGTH) return null;
  const text = value.trim();
  return text === '' || text.includes('\0') || /\p{Surrogate}/u.test(text) ? null : text;
}

function webUrlOrNull(value: unknown): string | null {
  if (typeof value !== 'string' || value.length > MAX_URL_LENGTH || !URL.canParse(value)) return null;
  const url = new URL(value);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
}

/** First and last word of a whole name, for providers that know no parts. */
export function splitName(name: unknown): { firstName: string | null; lastName: string | null } {
  const words = typeof name === 'string' ? name.trim().split(/\s+/).filter(Boolean) : [];
  return { firstName: words[0] ?? null, lastName: words.slice(1).join(' ') || null };
}
