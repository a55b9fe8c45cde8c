import type { Instance } from '../instances/index.ts';

/** The code of every test address (Clerk: testing, test emails). */
export const TEST_CODE = '424242';

/**
 * Test addresses (`jane+clerk_test@example.com`) take a fixed code and get no mail: in development
 * instances with test mode on, and nowhere else.
 */
export function isTestAddress(instance: Instance, emailAddress: string): boolean {
  if (instance.environmentType !== 'development' || !instance.settings.testMode) return false;
  return emailAddress.slice(0, emailAddress.lastIndexOf('@')).includes('+clerk_test');
}
