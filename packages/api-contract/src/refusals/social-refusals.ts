import { refusalRows } from './refusal-row.ts';

/** Accounts at other providers and the way there and back (frontend-api.md 5.6, 5.14). */
export const socialRefusals = refusalRows({
  external_account_not_found: {
    status: 422,
    message: 'The External Account was not found.',
    longMessage: 'No account here belongs to this external account.',
  },
  external_account_exists: {
    status: 422,
    message: 'External account already exists',
    longMessage: 'This external account belongs to an account that exists already.',
  },
  oauth_access_denied: {
    status: 422,
    message: 'Access denied',
    longMessage: 'You did not grant access to your {provider_name} account.',
  },
  oauth_state_invalid: {
    status: 400,
    message: 'This sign-in cannot be finished',
    longMessage:
      'It was used already, has expired, or was begun in another browser. Go back to the app and start again.',
  },
  oauth_token_exchange_error: {
    status: 422,
    message: 'The provider refused to say who you are',
    longMessage:
      '{provider_name} did not accept the request, or its answer was not valid. The log of the server has the reason.',
  },
  oauth_provider_unavailable: {
    status: 422,
    message: 'The provider does not answer',
    longMessage: '{provider_name} cannot be reached at the moment. Try again later, or use another method.',
  },
  oauth_token_not_found: {
    status: 404,
    message: 'No access token',
    longMessage: 'This user has no account at {provider} with an access token.',
  },
  oauth_token_refresh_error: {
    status: 422,
    message: 'The access token has expired',
    longMessage:
      'The access token of {provider} has expired and cannot be renewed. The user has to connect the account again.',
  },
});
