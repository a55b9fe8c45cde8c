import type { Instance } from '../instances/index.ts';

/** The code of every test address (Clerk: testing, test emails). */
export const TEST_CODE = '424242';

/**
 * Test addresses (`jane+clerk_test@example.com`) take a fixed code and get no mail: in development
 * instances with test mode on, and nowhere else.
 */
export function isTestAddress(instance: Instance, emailAddress: string): boolean {
  if (!hasTestMode(instance)) return false;
  return emailAddress.slice(0, emailAddress.lastIndexOf('@')).includes('+clerk_test');
}

/** Test numbers: those that belong to nobody (`+1 XXX 555 0100` to `0199`), where there are test addresses. */
export function isTestNumber(instance: Instance, phoneNumber: string): boolean {
  return hasTestMode(instance) && /^\+1\d{3}55501\d{2}$/.test(phoneNumber);
}

const hasTestMode = ({ environmentType, settings }: Instance): boolean =>
  environmentType === 'development' && settings.testMode;
