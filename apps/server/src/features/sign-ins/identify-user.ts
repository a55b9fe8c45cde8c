import type { Queries } from '../../database/database.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { type AuthenticationSettings, identifierKinds } from '../instances/index.ts';
import { findUserByAddress, listUsers, requireEmailAddress, requireText, type User } from '../users/index.ts';

/** What was typed to say who signs in, in the form in which it is compared. */
export interface TypedIdentifier {
  readonly kind: 'email_address' | 'username';
  readonly identifier: string;
}

/**
 * Reads an identifier: an email address, or, where usernames are on, a username. No username holds an `@`.
 * @throws Refusal form_param_missing, form_param_format_invalid, form_param_max_length_exceeded
 */
export function requireIdentifier(
  settings: AuthenticationSettings,
  text: string | undefined,
): TypedIdentifier {
  if (!text) throw new Refusal('form_param_missing', { param_name: 'identifier' });
  const kinds = identifierKinds(settings);
  if (kinds.includes('username') && !text.includes('@')) {
    const username = requireText(text.trim(), 'identifier')?.toLowerCase();
    if (!username) throw new Refusal('form_param_missing', { param_name: 'identifier' });
    return { kind: 'username', identifier: username };
  }
  if (!kinds.includes('email_address'))
    throw new Refusal('form_param_format_invalid', { param_name: 'identifier' });
  return { kind: 'email_address', identifier: requireEmailAddress(text, 'identifier') };
}

/** Who has the identifier: one statement for either kind, found or not. */
export async function findIdentifiedUser(
  queries: Queries,
  instanceId: string,
  { kind, identifier }: TypedIdentifier,
): Promise<User | null> {
  if (kind === 'email_address') return findUserByAddress(queries, instanceId, identifier);
  const page = { orderBy: 'created_at', descending: false, limit: 1, offset: 0 } as const;
  const [user] = await listUsers(queries, instanceId, { usernames: [identifier] }, page);
  return user ?? null;
}
