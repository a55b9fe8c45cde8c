import { isBartlebyApiError } from '@bartleby/browser';

/** The session to show when the server refused because this browser is signed in already; else null. */
export function existingSession(error: unknown, lastActiveId: string | null | undefined): string | null {
  if (!isBartlebyApiError(error)) return null;
  if (error.code === 'session_exists') return lastActiveId ?? null;
  const sessionId = error.errors[0]?.meta.session_id;
  return error.code === 'identifier_already_signed_in' && typeof sessionId === 'string' ? sessionId : null;
}
