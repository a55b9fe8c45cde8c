import { describe, expect, it } from 'vitest';
import { environmentBlock, type Framework, frameworks } from './environment-block.ts';

const facts = {
  serverUrl: 'http://localhost:1853',
  frontendApiUrl: 'http://localhost:1853/i/app',
  publishableKey: 'pk_test_YXBwLmxvY2FsaG9zdDoxODUzJA',
  secretKey: 'sk_test_0123456789abcdefghijklmn',
};

describe('environmentBlock', () => {
  it.each(frameworks)('%s: lines NAME=value, and no address but this server’s', (framework) => {
    const { block } = environmentBlock(framework, facts);
    for (const line of block.trimEnd().split('\n')) expect(line).toMatch(/^[A-Z][A-Z0-9_]*=\S+$/);
    for (const url of block.match(/https?:\/\/[^/\s]+/g) ?? []) expect(url).toBe(facts.serverUrl);
  });

  it.each(frameworks)('%s: keeps to one family of names', (framework) => {
    const names = environmentBlock(framework, facts).block.match(/^[A-Z0-9_]+/gm) ?? [];
    const family = framework.includes('clerk') ? /(^|_)CLERK_/ : /(^|_)BARTLEBY_/;
    for (const name of names) expect(name).toMatch(family);
  });

  it('names every variable without which a published SDK turns to a foreign host', () => {
    const names = (framework: Framework) => environmentBlock(framework, facts).block.match(/^[A-Z0-9_]+/gm);
    expect(names('nextjs-clerk')).toEqual(
      expect.arrayContaining([
        'CLERK_API_URL',
        'NEXT_PUBLIC_CLERK_PROXY_URL',
        'NEXT_PUBLIC_CLERK_JS_URL',
        'NEXT_PUBLIC_CLERK_UI_URL',
        'NEXT_PUBLIC_CLERK_TELEMETRY_DISABLED',
      ]),
    );
    expect(names('nextjs-clerk-proxy')).toEqual(expect.arrayContaining(['CLERK_FAPI_URL', 'CLERK_API_URL']));
    expect(names('express-clerk')).toEqual(
      expect.arrayContaining(['CLERK_API_URL', 'CLERK_PROXY_URL', 'CLERK_TELEMETRY_DISABLED']),
    );
  });

  it('gives every published server SDK the address of the Backend API and of the Frontend API', () => {
    for (const framework of frameworks.filter((name) => /^(?!react-clerk|vue-clerk).*-clerk/.test(name))) {
      const { block } = environmentBlock(framework, facts);
      expect(block, framework).toMatch(/^(NUXT_)?CLERK_API_URL=/m);
      expect(block, framework).toMatch(/CLERK_PROXY_URL=/);
    }
  });

  it('leaves a place for a secret key that is not known any more, and none in browser code', () => {
    expect(environmentBlock('nextjs', { ...facts, secretKey: null }).block).toContain(
      'BARTLEBY_SECRET_KEY=<your secret key>',
    );
    for (const framework of ['react', 'react-clerk', 'vue-clerk'] as const)
      expect(environmentBlock(framework, facts).block, framework).not.toContain(facts.secretKey);
    for (const framework of frameworks)
      expect(environmentBlock(framework, facts).block, framework).not.toMatch(
        /^(NEXT_PUBLIC|VITE|PUBLIC|NUXT_PUBLIC)_\w*=sk_/m,
      );
  });
});
