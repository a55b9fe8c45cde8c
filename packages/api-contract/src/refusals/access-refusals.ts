import { refusalRows } from './refusal-row.ts';

/** Who is asking, from where, and may they? (frontend-api.md 5.14, backend-api.md 6.3) */
export const accessRefusals = refusalRows({
  authentication_invalid: {
    status: 401,
    message: 'Unauthorized',
    longMessage: 'Sign in first: this request carries no valid credential.',
  },
  authorization_header_format_invalid: {
    status: 401,
    message: 'Invalid Authorization header format',
    longMessage: 'Send the header as "Authorization: Bearer <secret key>".',
  },
  clerk_key_invalid: {
    status: 401,
    message: 'The provided secret key is invalid',
    longMessage:
      'This secret key is unknown or was revoked. Make one in the Dashboard under API keys and set it as CLERK_SECRET_KEY or BARTLEBY_SECRET_KEY.',
  },
  authorization_invalid: {
    status: 403,
    message: 'Unauthorized request',
    longMessage: 'You are not authorized to perform this request.',
  },
  dev_browser_unauthenticated: {
    status: 401,
    message: 'Unable to authenticate this browser',
    longMessage: 'This browser is not known to the development instance. Clear its cookies and try again.',
  },
  origin_invalid: {
    status: 400,
    message: 'Invalid origin',
    longMessage:
      'Requests from "{origin}" are not allowed for this instance. Add the origin to its allowed origins, or open the app on http://localhost (not on 127.0.0.1).',
  },
  cross_site_request_refused: {
    status: 403,
    message: 'Cross-site request refused',
    longMessage:
      'This request changes something with a cookie, but does not say that it comes from an allowed origin. Send it from a page of an allowed origin.',
  },
  instance_contradiction: {
    status: 400,
    message: 'Contradicting instances',
    longMessage: 'The path, the host and the secret key of this request name different instances.',
  },
  instance_not_found: {
    status: 404,
    message: 'Instance not found',
    longMessage: 'There is no instance "{slug}" on this server.',
  },
  native_api_disabled: {
    status: 400,
    message: 'The native API is disabled for this instance',
    longMessage: 'This instance accepts requests of browsers only.',
  },
  too_many_requests: {
    status: 429,
    message: 'Too many requests. Please try again in a bit.',
    longMessage: 'Too many requests. Please try again in a bit.',
  },
  rate_limit_exceeded: {
    status: 429,
    message: 'Rate limit exceeded',
    longMessage: 'You have made too many requests. Wait before you try again.',
  },
  not_allowed_access: {
    status: 403,
    message: 'Access not allowed',
    longMessage: 'You do not have access to this application.',
  },
});
