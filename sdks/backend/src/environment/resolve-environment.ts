/** The settings that every SDK takes from the environment where no option is given. */
export interface Settings {
  publishableKey?: string;
  secretKey?: string;
  /** Origin of the Backend API. */
  apiUrl?: string;
  /** Absolute address of the Frontend API, such as `http://localhost:1853/i/app`. */
  proxyUrl?: string;
  /** Public key as PEM: session tokens are then verified without any call. */
  jwtKey?: string;
  /** Signs what a middleware tells its server functions; the secret key where it is left out. */
  encryptionKey?: string;
  signInUrl?: string;
  signUpUrl?: string;
  signInFallbackRedirectUrl?: string;
  signUpFallbackRedirectUrl?: string;
}

export type SettingName = keyof Settings;
/** For each setting, the value found under our name and under the compatible one. */
export type FoundSettings = { [Name in SettingName]?: readonly Found[] };

export interface Found {
  /** Name of the environment variable. */
  variable: string;
  family: 'BARTLEBY' | 'CLERK';
  value: string | undefined;
}

/** The variable that holds each setting, without its `BARTLEBY_` or `CLERK_` prefix. */
export const variableNames: { readonly [Name in SettingName]: string } = {
  publishableKey: 'PUBLISHABLE_KEY',
  secretKey: 'SECRET_KEY',
  apiUrl: 'API_URL',
  proxyUrl: 'PROXY_URL',
  jwtKey: 'JWT_KEY',
  encryptionKey: 'ENCRYPTION_KEY',
  signInUrl: 'SIGN_IN_URL',
  signUpUrl: 'SIGN_UP_URL',
  signInFallbackRedirectUrl: 'SIGN_IN_FALLBACK_REDIRECT_URL',
  signUpFallbackRedirectUrl: 'SIGN_UP_FALLBACK_REDIRECT_URL',
};

/**
 * Chooses one family of variables, `BARTLEBY_` before `CLERK_`, and reads all settings from it alone, so that
 * a key is never sent to an address that was meant for another service.
 * @throws Error naming both variables when the two keys come from different families.
 */
export function resolveEnvironment(found: FoundSettings): Settings {
  const publishable = firstFound(found.publishableKey);
  const secret = firstFound(found.secretKey);
  if (publishable && secret && publishable.family !== secret.family)
    throw new Error(
      `${publishable.variable} and ${secret.variable} do not belong together: set both keys as BARTLEBY_ variables, or both as CLERK_ variables.`,
    );
  const family = (publishable ?? secret ?? firstOfAll(found))?.family;
  const settings: Settings = {};
  for (const name of Object.keys(found) as SettingName[]) {
    const value = found[name]?.find((candidate) => candidate.family === family && candidate.value)?.value;
    if (value) settings[name] = value;
  }
  return settings;
}

const firstFound = (candidates: readonly Found[] | undefined) =>
  (['BARTLEBY', 'CLERK'] as const)
    .map((family) => candidates?.find((candidate) => candidate.family === family && candidate.value))
    .find((candidate) => candidate !== undefined);

const firstOfAll = (found: FoundSettings) => firstFound(Object.values(found).flat());

/** Lists what a server-side environment holds: `BARTLEBY_…` and `CLERK_…`, without any public prefix. */
export function findServerSettings(environment: Readonly<Record<string, string | undefined>>): FoundSettings {
  return Object.fromEntries(
    Object.entries(variableNames).map(([name, suffix]) => [
      name,
      (['BARTLEBY', 'CLERK'] as const).map((family) => ({
        variable: `${family}_${suffix}`,
        family,
        value: environment[`${family}_${suffix}`],
      })),
    ]),
  );
}
