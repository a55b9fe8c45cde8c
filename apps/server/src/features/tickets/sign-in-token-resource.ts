import type { Instance } from '../instances/index.ts';
import type { Ticket } from './ticket.ts';

/** A ticket as the Backend API's sign-in token (backend-api.md 6.8); the secret is known at creation alone. */
export function signInTokenResource(ticket: Ticket, secret?: { instance: Instance; text: string }) {
  const page = secret && `${secret.instance.frontendApiUrl}/account/sign-in`;
  return {
    object: 'sign_in_token' as const,
    id: ticket.id,
    user_id: ticket.grant.purpose === 'sign_in' ? ticket.grant.userId : null,
    status: ticket.status,
    ...(secret ? { token: secret.text } : {}),
    url: secret ? `${page}?__clerk_ticket=${encodeURIComponent(secret.text)}` : null,
    created_at: ticket.createdAt.getTime(),
    updated_at: ticket.updatedAt.getTime(),
  };
}
