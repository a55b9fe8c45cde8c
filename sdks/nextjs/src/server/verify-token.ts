import { verifyToken as verify } from '@bartleby/backend';
import { serverSettings } from '../config.ts';

/**
 * Verifies a session token (a custom JWT with `tokenClass: 'customJwt'`) with the keys of the environment's
 * instance. Rejects with `TokenVerificationError`.
 */
export const verifyToken: typeof verify = ((token: string, options: object = {}) =>
  verify(token, { ...serverSettings(), ...options })) as typeof verify;
