import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { environmentBlock, frameworks } from '@bartleby/api-contract';
import { describe, expect, it } from 'vitest';
import { repository } from './harness/index.ts';
import { fencedBlocks, onlyBlock } from './reading/fenced-blocks.ts';

// The guide to moving an app says what the command prints, what the compatibility tests run, and no more.

const GUIDE = 'docs/guides/move-a-clerk-app.md';
const text = readFileSync(join(repository, GUIDE), 'utf8');
const blocks = fencedBlocks(GUIDE);
const read = (path: string) => readFileSync(join(repository, path), 'utf8');

describe('Move a Clerk app to Bartleby', () => {
  it('shows the block of @clerk/nextjs as it is printed', () => {
    const { block } = environmentBlock('nextjs-clerk', {
      serverUrl: 'http://localhost:1853',
      frontendApiUrl: 'http://localhost:1853/i/app',
      publishableKey: `pk_test_${btoa('app.localhost:1853$').replace(/=+$/, '')}`,
      secretKey: null,
    });
    expect(onlyBlock(blocks, ({ words }) => words === 'env=nextjs-clerk').code).toBe(block);
  });

  it('names every block that there is for a published SDK', () => {
    const published = frameworks.filter((name) => name.includes('-clerk'));
    const named = [...text.matchAll(/env --for ([\w-]+)/g)].map(([, name]) => name);
    expect(named.sort()).toEqual([...published].sort());
  });

  it('shows the code that each app changes, exactly as its test applies it, and says "none" of the others', () => {
    const apps = readdirSync(join(repository, 'compatibility/apps'));
    expect(apps.length).toBeGreaterThan(5);
    for (const app of apps) {
      const recorded = join(repository, 'compatibility/apps', app, 'bartleby.diff');
      const shown = blocks.filter(({ words }) => words === `diff=${app}`).map(({ code }) => code);
      expect(shown, app).toEqual(existsSync(recorded) ? [readFileSync(recorded, 'utf8')] : []);
      const row = text.split('\n').find((line) => line.includes(`env --for ${app}-clerk\``));
      expect(row?.endsWith('| none |'), app).toBe(!existsSync(recorded));
    }
  });

  it.each(['react', 'vue'] as const)('@clerk/%s is handed every variable of its block', (app) => {
    const facts = {
      serverUrl: 'http://a',
      frontendApiUrl: 'http://a/i/a',
      publishableKey: 'p',
      secretKey: null,
    };
    const names = environmentBlock(`${app}-clerk`, facts).block.match(/^\w+/gm) ?? [];
    const code = read(`compatibility/apps/${app}/bartleby.diff`).replace(/^-.*$/gm, '');
    expect([...code.matchAll(/env\.(\w+)/g)].map(([, name]) => name)).toEqual(names);
  });

  it('shows a proxy.ts that differs from the tested app’s by one line', () => {
    // compatibility/src/nextjs-proxy.test.ts runs the app with this very block.
    const { code } = onlyBlock(blocks, ({ words }) => words === 'run=proxy');
    const line = 'export default clerkMiddleware({ frontendApiProxy: { enabled: true } });';
    expect(code).toBe(
      read('compatibility/apps/nextjs/proxy.ts').replace('export default clerkMiddleware();', line),
    );
  });

  it('Next.js by absolute URL: the tested app is what the SDK’s own documentation asks for, nothing of ours', () => {
    for (const path of ['proxy.ts', 'app/layout.tsx', 'next.config.ts', 'package.json'])
      expect(read(`compatibility/apps/nextjs/${path}`)).not.toMatch(
        /bartleby(?!-)|proxyUrl|apiUrl|localhost/i,
      );
  });
});
