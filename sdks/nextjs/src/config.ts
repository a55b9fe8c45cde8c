import {
  type FoundSettings,
  findServerSettings,
  resolveEnvironment,
  type Settings,
} from '@bartleby/backend/environment';

const both = (suffix: string, ours: string | undefined, compatible: string | undefined) => [
  { variable: `NEXT_PUBLIC_BARTLEBY_${suffix}`, family: 'BARTLEBY' as const, value: ours },
  { variable: `NEXT_PUBLIC_CLERK_${suffix}`, family: 'CLERK' as const, value: compatible },
];

/** Next.js puts public variables into browser code only where each is written out as it is here. */
const findPublicSettings = (): FoundSettings => ({
  publishableKey: both(
    'PUBLISHABLE_KEY',
    process.env.NEXT_PUBLIC_BARTLEBY_PUBLISHABLE_KEY,
    process.env.NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY,
  ),
  proxyUrl: both(
    'PROXY_URL',
    process.env.NEXT_PUBLIC_BARTLEBY_PROXY_URL,
    process.env.NEXT_PUBLIC_CLERK_PROXY_URL,
  ),
  signInUrl: both(
    'SIGN_IN_URL',
    process.env.NEXT_PUBLIC_BARTLEBY_SIGN_IN_URL,
    process.env.NEXT_PUBLIC_CLERK_SIGN_IN_URL,
  ),
  signUpUrl: both(
    'SIGN_UP_URL',
    process.env.NEXT_PUBLIC_BARTLEBY_SIGN_UP_URL,
    process.env.NEXT_PUBLIC_CLERK_SIGN_UP_URL,
  ),
  signInFallbackRedirectUrl: both(
    'SIGN_IN_FALLBACK_REDIRECT_URL',
    process.env.NEXT_PUBLIC_BARTLEBY_SIGN_IN_FALLBACK_REDIRECT_URL,
    process.env.NEXT_PUBLIC_CLERK_SIGN_IN_FALLBACK_REDIRECT_URL,
  ),
  signUpFallbackRedirectUrl: both(
    'SIGN_UP_FALLBACK_REDIRECT_URL',
    process.env.NEXT_PUBLIC_BARTLEBY_SIGN_UP_FALLBACK_REDIRECT_URL,
    process.env.NEXT_PUBLIC_CLERK_SIGN_UP_FALLBACK_REDIRECT_URL,
  ),
});

/** What browser code may know. */
export const publicSettings = (): Settings => resolveEnvironment(findPublicSettings());

/**
 * What server code may know: the public settings, and the secret ones of the same family.
 * @throws Error when publishable and secret key are of different families.
 */
export function serverSettings(): Settings {
  const { secretKey, apiUrl, jwtKey, encryptionKey } = findServerSettings(process.env);
  return resolveEnvironment({
    ...findPublicSettings(),
    secretKey,
    apiUrl,
    jwtKey,
    encryptionKey,
  } as FoundSettings);
}
