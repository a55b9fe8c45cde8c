import { cookieNames as contractCookieNames, queryNames as contractQueryNames } from '@bartleby/api-contract';

/** API version that every call and every handshake names (backend contract section 6.1). */
export const API_VERSION = '2026-05-12';

export const cookieNames = contractCookieNames;

/** The contract's, and those that only a server SDK meets (backend contract section 2.1). */
export const queryNames = {
  ...contractQueryNames,
  devSession: '__dev_session',
  handshakeHelp: '__clerk_help',
  synced: '__clerk_synced',
} as const;

/** How a request state is told to whoever debugs (backend contract section 2.3). */
export const debugHeaderNames = {
  status: 'x-clerk-auth-status',
  reason: 'x-clerk-auth-reason',
  message: 'x-clerk-auth-message',
} as const;
