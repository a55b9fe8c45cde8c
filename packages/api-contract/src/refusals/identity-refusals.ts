import { refusalRows } from './refusal-row.ts';

/** Identifiers, passwords, verifications, sign-in and sign-up (frontend-api.md 5.14). */
export const identityRefusals = refusalRows({
  form_identifier_not_found: {
    status: 422,
    message: "Couldn't find your account.",
    longMessage: 'There is no account with this identifier.',
  },
  form_identifier_exists: {
    status: 422,
    message: 'is taken. Please try another.',
    longMessage: 'That {param_name} is taken. Please try another.',
  },
  form_password_incorrect: {
    status: 422,
    message: 'Password is incorrect. Try again.',
    longMessage: 'Password is incorrect. Try again, or use another method.',
  },
  form_password_or_identifier_incorrect: {
    status: 422,
    message: 'Identifier or password is incorrect.',
    longMessage: 'Identifier or password is incorrect. Try again, or use another method.',
  },
  form_password_length_too_short: {
    status: 422,
    message: 'Passwords must be {min_length} characters or more.',
    longMessage: 'Passwords must be {min_length} characters or more.',
  },
  form_password_length_too_long: {
    status: 422,
    message: 'Passwords must be at most {max_length} characters.',
    longMessage: 'Passwords must be at most {max_length} characters.',
  },
  form_password_size_in_bytes_exceeded: {
    status: 422,
    message: 'Password is too long.',
    longMessage: 'Password is too long: at most {max_bytes} bytes.',
  },
  form_password_not_strong_enough: {
    status: 422,
    message: 'Given password is not strong enough.',
    longMessage: 'Choose a less common password.',
  },
  form_password_validation_failed: {
    status: 422,
    message: 'Password is not valid.',
    longMessage: 'This password cannot be used: {reason}',
  },
  form_password_matches_identifier: {
    status: 422,
    message: 'Password must differ from the identifier.',
    longMessage: 'Password must differ from your email address or username.',
  },
  form_username_invalid_length: {
    status: 422,
    message: 'Username must be between {min_length} and {max_length} characters long.',
    longMessage: 'Username must be between {min_length} and {max_length} characters long.',
  },
  form_password_pwned: {
    status: 422,
    message: 'This password is one of the most commonly used.',
    longMessage:
      'This password is one of the most commonly used ones, which attackers try first. Choose another one.',
  },
  form_password_digest_invalid_code: {
    status: 422,
    message: 'The password digest is invalid.',
    longMessage:
      'password_digest is no {hasher} digest that can be checked: it is malformed, or asks for more work than a sign-in may take.',
  },
  form_new_password_matches_current: {
    status: 422,
    message: 'Your new password must differ from the current one.',
    longMessage: 'Your new password must differ from the current one.',
  },
  form_username_needs_non_number_char: {
    status: 422,
    message: 'Username must contain a character that is no digit.',
    longMessage: 'Username must contain a character that is no digit.',
  },
  form_username_invalid_character: {
    status: 422,
    message: 'Username can only contain letters, numbers, - and _.',
    longMessage: 'Username can only contain letters, numbers, - and _.',
  },
  form_code_incorrect: {
    status: 422,
    message: 'Incorrect code',
    longMessage: 'Incorrect code. Try again, or ask for a new one.',
  },
  no_password_set: { status: 400, message: 'No password set', longMessage: 'This user has no password.' },
  password_required: {
    status: 400,
    message: 'Password required',
    longMessage: 'This account needs its password to sign in, so the password cannot be removed.',
  },
  incorrect_password: {
    status: 422,
    message: 'Incorrect password',
    longMessage: 'The password is incorrect.',
  },
  strategy_for_user_invalid: {
    status: 400,
    message: 'Invalid verification strategy',
    longMessage: 'The strategy {strategy} is not available for this account.',
  },
  verification_expired: {
    status: 400,
    message: 'Expired',
    longMessage: 'This verification has expired. Ask for a new code.',
  },
  verification_failed: {
    status: 400,
    message: 'Too many failed attempts',
    longMessage: 'Too many failed attempts. Ask for a new code.',
  },
  verification_already_verified: {
    status: 400,
    message: 'Already verified',
    longMessage: 'This verification has already been completed.',
  },
  verification_missing: {
    status: 400,
    message: 'Missing verification',
    longMessage: 'Prepare a verification first.',
  },
  ticket_invalid: {
    status: 400,
    message: 'Invalid ticket',
    longMessage: 'This link is invalid, has expired or was used before. Ask for a new one.',
  },
  session_exists: {
    status: 400,
    message: 'Session already exists',
    longMessage: "You're already signed in.",
  },
  identifier_already_signed_in: {
    status: 400,
    message: "You're already signed in",
    longMessage: "You're already signed in with this account.",
  },
  account_transfer_invalid: {
    status: 400,
    message: 'Nothing to transfer',
    longMessage: 'There is no proved sign-in that could become a sign-up. Start again.',
  },
  invitation_account_not_exists: {
    status: 422,
    message: 'No account for this invitation',
    longMessage: 'The invited address has no account yet. Sign up with the invitation.',
  },
  duplicate_record: {
    status: 400,
    message: 'Already invited',
    longMessage:
      'There is a pending invitation for {email_address}. Revoke it first, or set ignore_existing.',
  },
  invitation_already_accepted: {
    status: 400,
    message: 'Invitation already accepted',
    longMessage: 'Only a pending invitation can be revoked: this one was accepted.',
  },
  invitation_already_revoked: {
    status: 400,
    message: 'Invitation already revoked',
    longMessage: 'Only a pending invitation can be revoked: this one was revoked already.',
  },
  client_state_invalid: {
    status: 400,
    message: 'Invalid client state',
    longMessage: 'This attempt belongs to another browser, or is over. Start again.',
  },
  sign_up_cannot_be_updated: {
    status: 400,
    message: 'Sign up cannot be updated',
    longMessage: 'This sign-up cannot be changed any more: it is over.',
  },
  sign_up_mode_restricted: {
    status: 403,
    message: 'Sign ups are currently disabled.',
    longMessage: 'Sign ups are currently disabled for this application.',
  },
  actor_token_cannot_be_revoked_code: {
    status: 400,
    message: 'Actor token cannot be revoked',
    longMessage: 'Only a pending actor token can be revoked: this one is {status}.',
  },
  sign_in_token_cannot_be_revoked_code: {
    status: 400,
    message: 'Sign-in token cannot be revoked',
    longMessage: 'Only a pending sign-in token can be revoked: this one is {status}.',
  },
  feature_not_enabled: {
    status: 403,
    message: 'Feature not enabled',
    longMessage: 'This is not enabled for the instance. An operator can enable it in its configuration.',
  },
  avatar_file_type_invalid: {
    status: 400,
    message: 'File type not supported.',
    longMessage: 'File type not supported: choose a whole JPG, PNG, GIF or WEBP image.',
  },
  avatar_file_size_exceeded: {
    status: 400,
    message: 'File size exceeded.',
    longMessage: 'This picture is too large: at most {max_bytes} bytes. Choose a smaller file.',
  },
  image_not_found: {
    status: 404,
    message: 'Image not found',
    longMessage: 'There is no profile image to remove.',
  },
});
