import { refusalRows } from './refusal-row.ts';

/** Clients, sessions, tokens, handshake and refresh (backend-api.md 2.7, 6.3). */
export const sessionRefusals = refusalRows({
  client_not_found: { status: 404, message: 'Client not found', longMessage: 'No client was found.' },
  session_not_found: {
    status: 404,
    message: 'Session not found',
    longMessage: 'No session was found with this id.',
  },
  missing_expired_token: {
    status: 422,
    message: 'Expired token missing',
    longMessage: 'The expired session token must be sent along.',
  },
  invalid_session_token: {
    status: 400,
    message: 'Invalid session token',
    longMessage: 'The session token is not valid.',
  },
  cookie_invalid: { status: 400, message: 'Invalid cookie', longMessage: 'The client cookie is not valid.' },
});
