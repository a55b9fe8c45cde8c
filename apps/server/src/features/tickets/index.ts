// Secrets that work once: sign-in tokens made by a backend, entry links and invitations.
export { registerTicketsBackendApi } from './backend-api.ts';
export { createTicket } from './create-ticket.ts';
export { acceptTicket, type TicketDestination } from './invitations/accept-ticket.ts';
export { registerInvitationsBackendApi } from './invitations/backend-api.ts';
export { findTicketBySecret, redeemTicketIn } from './redeem-ticket.ts';
export { sweepExpiredTickets } from './sweep-expired-tickets.ts';
export type { Ticket, TicketGrant } from './ticket.ts';
