/** An identifier on the allowlist or the blocklist of an instance. */
export interface RestrictedIdentifier {
  readonly id: string;
  readonly list: 'allow' | 'block';
  readonly identifierType: IdentifierType;
  /** In normal form; `*@example.com` stands for every address of that domain. */
  readonly identifier: string;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

export type IdentifierType = 'email_address' | 'phone_number' | 'web3_wallet';

export const MAX_IDENTIFIERS_PER_LIST = 10_000;

const LABEL = '[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?';
const ADDRESS = new RegExp(`^[a-z0-9!#$%&'*+/=?^_\`{|}~.-]{1,64}@${LABEL}(?:\\.${LABEL})+$`);
const DOMAIN = new RegExp(`^(?:\\*?@)?(${LABEL}(?:\\.${LABEL})+)$`);

/**
 * Type and normal form of what an operator typed: an address, a whole domain (`*@example.com`, `@example.com` or
 * `example.com`), a phone number in E.164 form, or a wallet's address. Null for anything else.
 */
export function readIdentifier(
  text: string,
): { readonly identifierType: IdentifierType; readonly identifier: string } | null {
  const typed = text.trim().toLowerCase();
  if (typed.length > 254) return null;
  const domain = DOMAIN.exec(typed)?.[1];
  if (domain) return { identifierType: 'email_address', identifier: `*@${domain}` };
  if (ADDRESS.test(typed)) return { identifierType: 'email_address', identifier: typed };
  if (/^0x[0-9a-f]{40}$/.test(typed)) return { identifierType: 'web3_wallet', identifier: typed };
  const phone = typed.replaceAll(/[\s().-]/g, '');
  return /^\+[1-9]\d{6,14}$/.test(phone) ? { identifierType: 'phone_number', identifier: phone } : null;
}

/** What an address is found under on a list: itself, and its domain. */
export function entriesFor(emailAddress: string): [address: string, domain: string] {
  return [emailAddress, `*${emailAddress.slice(emailAddress.lastIndexOf('@'))}`];
}

/** `name+anything@…`, and the two other characters by which mail services part a mailbox. */
export function isSubaddress(emailAddress: string): boolean {
  const local = emailAddress.slice(0, emailAddress.lastIndexOf('@'));
  // Test addresses of development instances have a subaddress by definition.
  return /[+=#]/.test(local) && !local.includes('+clerk_test');
}
