import { refusalRows } from './refusal-row.ts';

/** The state of an account, its identifiers and its second factors (frontend-api.md 5.14, backend-api.md 6.3). */
export const accountRefusals = refusalRows({
  last_identifier_required: {
    status: 400,
    message: 'This is the last email address',
    longMessage: 'The last verified email address of an account cannot be deleted.',
  },
  delete_linked_identification_disallowed: {
    status: 400,
    message: 'Deleting a linked email address is not allowed',
    longMessage:
      'This email address is linked to a connected account. Remove the connected account before the email address.',
  },
  identification_create_second_factor_unverified: {
    status: 400,
    message: 'Unverified phone numbers cannot be a second factor',
    longMessage:
      'Only a verified phone number can be reserved for the second factor: send verified with it, or verify it first.',
  },
  identification_update_second_factor_unverified: {
    status: 400,
    message: 'Unverified phone numbers cannot be a second factor',
    longMessage: 'Only a verified phone number can be reserved for the second factor.',
  },
  last_sign_in_method_required: {
    status: 400,
    message: 'This is the last way to sign in',
    longMessage: 'Add a verified email address or a password before you remove this account.',
  },
  user_locked: {
    status: 403,
    message: 'Your account is locked.',
    // Of a lock without an end; lockoutMeta says it of one that ends.
    longMessage: 'Your account is locked. Ask whoever runs this app to unlock it.',
  },
  user_banned: { status: 403, message: 'Your account is banned.', longMessage: 'This account is banned.' },
  user_deactivated: {
    status: 403,
    message: 'Your account is deactivated.',
    longMessage: 'This account is deactivated.',
  },
  form_password_compromised: {
    status: 422,
    message: 'Your password may be compromised.',
    longMessage:
      'Your password may be known to others and cannot be used any more. Reset it, or sign in with another method.',
  },
  password_disabled: {
    status: 403,
    message: 'Password disabled',
    longMessage: 'This instance has no passwords, so none can be marked as compromised.',
  },
  totp_already_enabled: {
    status: 400,
    message: 'Authenticator app already enabled',
    longMessage: 'This account already has an authenticator app. Remove it before you add another one.',
  },
  totp_not_enabled: {
    status: 404,
    message: 'No authenticator app',
    longMessage: 'This account has no authenticator app.',
  },
  no_second_factors: {
    status: 400,
    message: 'No second factor',
    longMessage: 'Backup codes stand in for another second factor: add one first.',
  },
  totp_disabled: {
    status: 400,
    message: 'No second factor',
    longMessage: 'This user has neither an authenticator app nor backup codes.',
  },
  totp_incorrect_code: {
    status: 422,
    message: 'Incorrect code',
    longMessage: 'The code is not one of the authenticator app, nor an unused backup code.',
  },
  totp_invalid_length: {
    status: 422,
    message: 'Invalid length',
    longMessage: 'A code of an authenticator app has 6 digits.',
  },
  invalid_totp_secret_code: {
    status: 422,
    message: 'Invalid TOTP secret',
    longMessage: 'totp_secret must be Base32 of {min_bytes} to {max_bytes} bytes.',
  },
});
