import { frameworks } from '@bartleby/api-contract';
import { describe, expect, it } from 'vitest';
import { frameworkOf } from './app-environment.ts';

const app = (...dependencies: string[]) => ({
  dependencies: new Set(dependencies),
  variables: new Map<string, { value: string; file: string }>(),
});

describe('frameworkOf', () => {
  it.each(frameworks.filter((name) => name.endsWith('-clerk')))(
    'knows an app for %s by its SDK',
    (framework) => {
      const sdk = `@clerk/${framework.replace(/-clerk$/, '')}`;
      expect(frameworkOf(app('something-else', sdk))).toBe(framework);
    },
  );

  it('takes the framework before the library below it, and ours before the published ones', () => {
    expect(frameworkOf(app('@clerk/react', '@clerk/react-router'))).toBe('react-router-clerk');
    expect(frameworkOf(app('@clerk/vue', '@clerk/nuxt'))).toBe('nuxt-clerk');
    expect(frameworkOf(app('@clerk/react', '@bartleby/react'))).toBe('react');
  });

  it('tells a proxied app from one with an absolute address', () => {
    const proxied = app('@clerk/nextjs');
    proxied.variables.set('NEXT_PUBLIC_CLERK_PROXY_URL', { value: '/__clerk', file: '.env.local' });
    expect(frameworkOf(proxied)).toBe('nextjs-clerk-proxy');
  });

  it('knows no app that depends on none of them', () => {
    expect(frameworkOf(app('react'))).toBeNull();
  });
});
