// Secrets that work once: sign-in tokens and actor tokens made by a backend, entry links and invitations.
export { registerActorTokensBackendApi } from './actor-tokens/backend-api.ts';
export { registerTicketsBackendApi } from './backend-api.ts';
export { createTicket } from './create-ticket.ts';
export { acceptTicket, type TicketDestination } from './invitations/accept-ticket.ts';
export { registerInvitationsBackendApi } from './invitations/backend-api.ts';
export { findTicketBySecret, redeemTicketIn } from './redeem-ticket.ts';
export { sweepExpiredTickets } from './sweep-expired-tickets.ts';
export type { Impersonation, Ticket, TicketGrant } from './ticket.ts';
