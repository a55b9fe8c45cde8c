import type { KeySource } from '@bartleby/session-token';
import { type BackendApi, createBackendApi } from './backend-api/backend-api.ts';
import type { BartlebyClientOptions } from './client-options.ts';
import { readEnvironment } from './config.ts';
import { backendApiUrl } from './environment/api-address.ts';
import { keySourceFor } from './tokens/key-sources.ts';

/** Options first; the environment is read only where keys or address are not given. */
export function withEnvironment(options: BartlebyClientOptions): BartlebyClientOptions {
  return { ...readEnvironment(), ...withoutEmpty(options) };
}

export function withoutEmpty<Options extends object>(options: Options): Partial<Options> {
  return Object.fromEntries(
    Object.entries(options).filter(([, value]) => value !== undefined && value !== ''),
  ) as Partial<Options>;
}

export const missingSecretKey = () =>
  new Error(
    'The secret key is missing. Set BARTLEBY_SECRET_KEY or pass secretKey. You find it in the Dashboard under API keys.',
  );

/** @throws Error when secret key or address is missing. */
export function connect(settings: BartlebyClientOptions): BackendApi {
  if (!settings.secretKey) throw missingSecretKey();
  return createBackendApi({
    apiUrl: backendApiUrl(settings),
    secretKey: settings.secretKey,
    userAgent: settings.userAgent ?? '@bartleby/backend',
    fetch: settings.fetch ?? globalThis.fetch,
  });
}

/** The key source of an instance: its PEM, or its JWK Set by secret key. */
export function keysOf(settings: BartlebyClientOptions): KeySource {
  if (settings.jwtKey)
    return keySourceFor({ jwtKey: settings.jwtKey, cacheKey: '', fetchJwks: async () => null });
  if (!settings.secretKey) throw missingSecretKey();
  const { secretKey } = settings;
  const apiUrl = backendApiUrl(settings);
  return keySourceFor({
    cacheKey: `${apiUrl} ${secretKey}`,
    fetchJwks: () => connect({ ...settings, apiUrl, secretKey }).jwks.getJwks(),
  });
}
