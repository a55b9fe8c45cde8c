import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { publicSettings, serverSettings } from './config.ts';

beforeEach(() => {
  for (const name of Object.keys(process.env))
    if (/^(NEXT_PUBLIC_)?(BARTLEBY|CLERK)_/.test(name)) vi.stubEnv(name, undefined);
});
afterEach(() => void vi.unstubAllEnvs());

const set = (variables: Record<string, string>) => {
  for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value);
};

describe('settings of the Next.js SDK', () => {
  it('reads BARTLEBY_ variables, the public ones with their prefix', () => {
    set({
      NEXT_PUBLIC_BARTLEBY_PUBLISHABLE_KEY: 'pk_test_ours',
      NEXT_PUBLIC_BARTLEBY_PROXY_URL: 'http://localhost:1853/i/app',
      BARTLEBY_SECRET_KEY: 'sk_test_ours',
      BARTLEBY_JWT_KEY: 'pem',
    });
    expect(publicSettings()).toEqual({
      publishableKey: 'pk_test_ours',
      proxyUrl: 'http://localhost:1853/i/app',
    });
    expect(serverSettings()).toMatchObject({ secretKey: 'sk_test_ours', jwtKey: 'pem' });
  });

  it('falls back to CLERK_ variables', () => {
    set({
      NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: 'pk',
      CLERK_SECRET_KEY: 'sk',
      CLERK_API_URL: 'http://localhost:1853',
    });
    expect(serverSettings()).toEqual({
      publishableKey: 'pk',
      secretKey: 'sk',
      apiUrl: 'http://localhost:1853',
    });
  });

  it('takes nothing from the other family: a key never meets an address of another service', () => {
    set({
      NEXT_PUBLIC_BARTLEBY_PUBLISHABLE_KEY: 'pk',
      BARTLEBY_SECRET_KEY: 'sk',
      CLERK_API_URL: 'https://elsewhere.test',
      NEXT_PUBLIC_CLERK_PROXY_URL: 'https://elsewhere.test',
    });
    expect(serverSettings()).toEqual({ publishableKey: 'pk', secretKey: 'sk' });
  });

  it('names both variables of a mixed pair', () => {
    set({ NEXT_PUBLIC_BARTLEBY_PUBLISHABLE_KEY: 'pk', CLERK_SECRET_KEY: 'sk' });
    expect(serverSettings).toThrow(/NEXT_PUBLIC_BARTLEBY_PUBLISHABLE_KEY and CLERK_SECRET_KEY/);
    set({ NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY: 'pk', BARTLEBY_SECRET_KEY: 'sk' });
    vi.stubEnv('NEXT_PUBLIC_BARTLEBY_PUBLISHABLE_KEY', undefined);
    expect(serverSettings).toThrow(/NEXT_PUBLIC_CLERK_PUBLISHABLE_KEY and BARTLEBY_SECRET_KEY/);
  });
});
