import { cookieSuffix as computeCookieSuffix, parsePublishableKey as parseKey } from '@bartleby/api-contract';

export type InstanceType = 'production' | 'development';

export interface PublishableKey {
  text: string;
  instanceType: InstanceType;
  /** Host of the Frontend API, with port, as the key encodes it. */
  frontendApiHost: string;
}

/**
 * Reads `pk_test_…` or `pk_live_…` (backend contract section 1.11).
 * @throws Error that says what is wrong with the key.
 */
export function parsePublishableKey(text: string | undefined): PublishableKey {
  if (!text)
    throw new Error(
      'The publishable key is missing. Set BARTLEBY_PUBLISHABLE_KEY (in Next.js NEXT_PUBLIC_BARTLEBY_PUBLISHABLE_KEY) or pass publishableKey. You find it in the Dashboard under API keys.',
    );
  const key = parseKey(text);
  if (!key.ok)
    throw new Error(`${key.problem} Copy the publishable key whole from the Dashboard under API keys.`);
  return { text, instanceType: key.environmentType, frontendApiHost: key.keyHost };
}

const suffixes = new Map<string, string>();
const MAX_SUFFIXES = 100;

/** Eight characters that keep the cookies of instances on one host apart: `__session_<suffix>`. */
export async function cookieSuffix(publishableKey: string): Promise<string> {
  const known = suffixes.get(publishableKey);
  if (known !== undefined) return known;
  const suffix = await computeCookieSuffix(publishableKey);
  if (suffixes.size >= MAX_SUFFIXES) suffixes.clear();
  suffixes.set(publishableKey, suffix);
  return suffix;
}
