import { PlatformError, platformErrorFrom } from '../platform/platform-error.ts';

/** Operators are users of a reserved instance (DESIGN decision 14). */
export const OPERATORS_PATH = '/i/operators';

/** The operators' publishable key. Throws PlatformError. */
export async function loadOperatorsKey(): Promise<string> {
  let answer: Response;
  try {
    answer = await fetch(`${OPERATORS_PATH}/v1/portal_config`);
  } catch {
    throw new PlatformError(0, []);
  }
  const body: unknown = await answer.json().catch(() => null);
  const key = (body as { publishable_key?: unknown } | null)?.publishable_key;
  if (!answer.ok || typeof key !== 'string') throw platformErrorFrom(answer.status, body);
  return key;
}

/** The operators' sign-in page, which comes back to `returnTo`. */
export function signInUrl(returnTo: string): string {
  return `${OPERATORS_PATH}/account/sign-in?redirect_url=${encodeURIComponent(returnTo)}`;
}
