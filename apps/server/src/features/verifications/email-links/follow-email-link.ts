import type { Queries } from '../../../database/database.ts';
import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import { hashSecret } from '../../../runtime/secret-hash.ts';
import type { Instance } from '../../instances/index.ts';
import type { EmailLink } from './email-link.ts';
import { findEmailLink, updateVerificationByLink } from './email-link-store.ts';

/** What a browser that follows a link holds. */
export interface LinkUse {
  readonly instance: Instance;
  readonly token: string;
  /** The browser that follows it; null for one that has no client. */
  readonly clientId: string | null;
}

/** A link that may be used now, or why it may not (frontend-api.md 5.5). */
export type LinkCheck =
  | { readonly ok: true; readonly link: EmailLink }
  | { readonly ok: false; readonly link: EmailLink; readonly status: 'client_mismatch' | 'expired' };

/**
 * Looks a link up, and uses nothing up: a link that is opened in another browser than the one that asked is still
 * good in that one.
 * @throws Refusal ticket_invalid for a token that nobody was sent
 */
export async function checkEmailLink(
  { clock, database }: Pick<Dependencies, 'clock' | 'database'>,
  { instance, token, clientId }: LinkUse,
): Promise<LinkCheck> {
  const link = await findEmailLink(database.queries, instance.id, hashSecret(token));
  if (!link) throw new Refusal('ticket_invalid', { param_name: 'token' });
  if (instance.settings.emailLinkSameClient && link.clientId !== clientId)
    return { ok: false, link, status: 'client_mismatch' };
  return link.expireAt <= clock.now() ? { ok: false, link, status: 'expired' } : { ok: true, link };
}

/**
 * Uses a link up, in the transaction of what it proves: when that fails the link is still good.
 * @throws Refusal verification_expired, verification_failed for one that was used before
 */
export async function useEmailLinkIn(
  queries: Queries,
  use: { link: EmailLink; clientId: string | null; now: Date },
): Promise<void> {
  if (await updateVerificationByLink(queries, use)) return;
  throw new Refusal(use.link.expireAt <= use.now ? 'verification_expired' : 'verification_failed');
}
