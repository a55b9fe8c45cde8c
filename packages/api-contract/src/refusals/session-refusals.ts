import { refusalRows } from './refusal-row.ts';

/** Clients, sessions, tokens, handshake and refresh (backend-api.md 2.7, 6.3). */
export const sessionRefusals = refusalRows({
  client_not_found: { status: 404, message: 'Client not found', longMessage: 'No client was found.' },
  session_not_found: {
    status: 404,
    message: 'Session not found',
    longMessage: 'No session was found with this id.',
  },
  session_not_active: {
    status: 400,
    message: 'Session is not active',
    longMessage: 'This session has ended, expired or been revoked already.',
  },
  request_invalid_for_environment: {
    status: 400,
    message: 'Request only valid for development instances',
    longMessage: 'This request is only valid for development instances.',
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
  redirect_url_invalid: {
    status: 400,
    message: 'Invalid redirect URL',
    longMessage: 'redirect_url {reason}.',
  },
  app_on_other_loopback_name: {
    status: 400,
    message: 'Open the app on {hostname}',
    longMessage:
      'The app was opened on {app_origin}, but this server is on {hostname}: browsers take these for two sites and keep cookies from one to the other. Open {suggested_url} instead.',
  },
  app_on_other_site: {
    status: 400,
    message: 'The app is on another site',
    longMessage:
      'The app is on {app_origin} and this server on {server_origin}: browsers take these for two sites and keep cookies from one to the other, so that a sign-in would be lost at the next page. Serve both over one scheme under one domain, or let the app pass the Frontend API on from its own origin.',
  },
  refresh_token_not_found: {
    status: 401,
    message: 'Refresh token not found',
    longMessage: 'This refresh token is unknown or no longer valid.',
  },
  refresh_sid_mismatch: {
    status: 401,
    message: 'Session mismatch',
    longMessage: 'Refresh token, expired token and path name different sessions.',
  },
  refresh_request_origin_invalid: {
    status: 401,
    message: 'Invalid request origin',
    longMessage: 'request_origin is not an origin.',
  },
  refresh_request_origin_azp_mismatch: {
    status: 401,
    message: 'Request origin mismatch',
    longMessage: 'request_origin is not the origin that the expired token was made for.',
  },
  expired_session_token_invalid: {
    status: 401,
    message: 'Expired token invalid',
    longMessage: 'The expired token was not issued by this instance.',
  },
  expired_session_token_missing_azp: {
    status: 401,
    message: 'Expired token without azp',
    longMessage: 'The expired token does not say which origin it was made for.',
  },
  expired_session_token_missing_sid: {
    status: 401,
    message: 'Expired token without sid',
    longMessage: 'The expired token does not name its session.',
  },
  session_refresh_expired_session_token_missing_iat: {
    status: 401,
    message: 'Expired token without iat',
    longMessage: 'The expired token does not say when it was issued.',
  },
  session_refresh_expired_session_token_consumed: {
    status: 401,
    message: 'Expired token already used',
    longMessage: 'The expired token, or a newer one, was exchanged already.',
  },
  session_refresh_expired_session_token_too_old: {
    status: 401,
    message: 'Expired token too old',
    longMessage: 'The expired token is too old to be exchanged.',
  },
  session_refresh_inactive_session: {
    status: 401,
    message: 'Session is not active',
    longMessage: 'The session has ended, expired or been revoked.',
  },
  session_refresh_session_not_found: {
    status: 401,
    message: 'Session not found',
    longMessage: 'The session of this refresh token does not exist.',
  },
  session_refresh_user_not_found: {
    status: 401,
    message: 'User not found',
    longMessage: 'The user of this session does not exist or is banned.',
  },
  event_stream_not_accepted: {
    status: 406,
    message: 'Only an event stream',
    longMessage: 'This address answers with an event stream only. Send `Accept: text/event-stream`.',
  },
  too_many_event_streams: {
    status: 429,
    message: 'Too many event streams',
    longMessage:
      'This {scope} has {limit} event streams open already. Close one, or try again in {retry_after_seconds} seconds; tokens are renewed without a stream too.',
  },
  cookie_invalid: { status: 400, message: 'Invalid cookie', longMessage: 'The client cookie is not valid.' },
});
