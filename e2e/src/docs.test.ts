import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { axeFindings, COLOUR_RULES } from './harness/axe.ts';
import {
  type Bartleby,
  type BrowserHall,
  installedApp,
  installedExample,
  openBrowserHall,
  repository,
  runCli,
  startBartleby,
} from './harness/index.ts';
import { openAppTypes } from './reading/app-types.ts';
import { fencedBlocks, onlyBlock, wordOf } from './reading/fenced-blocks.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 240_000 });

// The guides say what is true: every block is taken from the page and compared, compiled or run.

const guides = readdirSync(join(repository, 'docs/guides')).map((name) => `docs/guides/${name}`);
const documents = ['README.md', ...guides];
const GUIDE = 'docs/guides/customize-your-session-token.md';
const guide = fencedBlocks(GUIDE);
const tokens = fencedBlocks('docs/guides/session-tokens.md');
const freshClaims = fencedBlocks('docs/guides/fresh-claims.md');
const jwtTemplates = fencedBlocks('docs/guides/jwt-templates.md');
const folder = mkdtempSync(join(tmpdir(), 'bartleby-docs-'));
const template = onlyBlock(guide, ({ words }) => words === 'template').code;
let bartleby: Bartleby;

beforeAll(async () => {
  bartleby = await startBartleby();
  await bartleby.saveTemplate(template);
});
afterAll(async () => {
  await bartleby?.stop();
  rmSync(folder, { recursive: true, force: true });
});

describe('every block of every document', () => {
  /** Words behind a language, and the test that holds the block to its word. */
  const checked: Record<string, RegExp[]> = {
    'README.md': [/^file=\S+$/, /^app$/, /^repository$/, /^start$/, /^test$/],
    'docs/guides': [
      /^file=examples\/\S+$/,
      /^compile=(nextjs|clerk-nextjs|express)$/,
      /^env=nextjs-clerk$/,
      /^repository$/,
      /^run=(types|verify|create|issue|consume|proxy|dry-run|import|export|back|explain|clerk-config)$/,
      /^diff=[a-z-]+$/,
      /^template$/,
      /^tested=(template|tests)$/,
      /^typed=(schema|template|written|app)$/,
      /^step=(draft|repaired|tests|theirs|mine)$/,
      /^cli=(versions|rollback|test|forecast|typed|watch|config|promote|overflow|ci|presets|operators)$/,
      /^told=(three-way|viewer)$/,
      /^answer$/,
    ],
  };
  for (const document of documents)
    it(`of ${document} says how it is checked`, () => {
      const known = checked[document] ?? checked['docs/guides']!;
      const unknown = fencedBlocks(document).filter(({ words }) => !known.some((each) => each.test(words)));
      expect(unknown.map(({ line, language, words }) => `line ${line}: ${language} ${words}`)).toEqual([]);
    });
});

describe('docs/acceptance.md', () => {
  it('names only tests that are there', () => {
    const table = readFileSync(join(repository, 'docs/acceptance.md'), 'utf8');
    const named = [...table.matchAll(/`([\w./-]+\.test\.tsx?)`/g)].map(([, path]) => path!);
    expect(named.length).toBeGreaterThan(30);
    expect(named.filter((path) => !existsSync(join(repository, path)))).toEqual([]);
  });
});

describe('the guide’s listings', () => {
  const listings = guide.filter((block) => wordOf(block, 'file'));
  it('are those files of the examples that it explains', () => {
    expect(listings.map((block) => wordOf(block, 'file')).sort()).toEqual([
      'examples/express/src/server.ts',
      'examples/nextjs/app/api/example/route.ts',
      'examples/nextjs/pages/api/example-pages.ts',
      'examples/nextjs/types/globals.d.ts',
    ]);
  });
  for (const block of listings)
    it(`${wordOf(block, 'file')} is the example’s file, byte for byte`, () => {
      expect(block.code).toBe(readFileSync(join(repository, wordOf(block, 'file')!), 'utf8'));
    });
});

describe('the guide’s other code', () => {
  it('compiles with the published SDK', async () => {
    const app = await installedApp('compatibility/apps/nextjs');
    const { code } = onlyBlock(guide, (block) => wordOf(block, 'compile') === 'clerk-nextjs');
    const globals = onlyBlock(guide, (block) => wordOf(block, 'file')?.endsWith('globals.d.ts') ?? false);
    const types = openAppTypes(app, {
      'app/api/listing/route.ts': code,
      'types/globals.d.ts': globals.code,
    });
    expect(types.problems()).toEqual([]);
  });

  it('compiles with our SDK', async () => {
    const app = await installedExample('nextjs');
    const { code } = onlyBlock(guide, (block) => wordOf(block, 'compile') === 'nextjs');
    expect(openAppTypes(app, { 'app/refresh-claims.tsx': code }).problems()).toEqual([]);
  });

  it('compiles with our SDKs on the page on fresh claims', async () => {
    const of = (app: string) => freshClaims.filter((block) => wordOf(block, 'compile') === app);
    const [component, handler] = of('nextjs');
    const nextjs = openAppTypes(await installedExample('nextjs'), {
      'app/plan/plan.tsx': component?.code ?? '',
      'app/api/upgrade/route.ts': handler?.code ?? '',
    });
    const express = openAppTypes(await installedExample('express'), {
      'src/upgrade.ts': of('express')[0]?.code ?? '',
    });
    expect([nextjs.problems(), express.problems()]).toEqual([[], []]);
  });

  it('types both claims: string | undefined, completed by the editor, undeclared ones unknown', async () => {
    const app = await installedExample('nextjs');
    const globals = readFileSync(join(app, 'types/globals.d.ts'), 'utf8');
    const reading = (expression: string) => `import { auth } from '@bartleby/nextjs/server';
export async function read() {
  const { isAuthenticated, sessionClaims } = await auth();
  if (!isAuthenticated) return null;
  return ${expression};
}
`;
    const types = openAppTypes(app, {
      'types/globals.d.ts': globals,
      'app/full-name.ts': reading('sessionClaims.fullName/*here*/'),
      'app/undeclared.ts': reading('sessionClaims.fulName/*here*/'),
      'app/complete.ts': reading('sessionClaims./*here*/fullName'),
    });
    expect(types.problems()).toEqual([]);
    expect(types.typeBefore('app/full-name.ts')).toBe('string | undefined');
    expect(types.typeBefore('app/undeclared.ts')).toBe('unknown');
    expect(types.completionsAt('app/complete.ts')).toEqual(
      expect.arrayContaining(['fullName', 'primaryEmail', 'sub', 'sid']),
    );
  });

  it('`bartleby types` writes the closed reader: a misspelt claim does not compile', async () => {
    const [npx, name, ...args] = onlyBlock(guide, (block) => wordOf(block, 'run') === 'types')
      .code.trim()
      .split(' ');
    expect([npx, name]).toEqual(['npx', 'bartleby']);
    const env = { BARTLEBY_DATA_DIR: bartleby.dataDir };
    expect(await runCli(args, { cwd: folder, env })).toMatchObject({ exitCode: 0 });
    const globals = readFileSync(join(folder, 'types/globals.d.ts'), 'utf8');
    const reading = (claim: string) => `import { auth, claims } from '@bartleby/nextjs/server';
export async function read() {
  const own = claims(await auth());
  return own?.${claim}/*here*/;
}
`;
    const asking = (role: string) => `import { useAuth } from '@bartleby/nextjs';
import { auth } from '@bartleby/nextjs/server';
export const useIsAdmin = () => useAuth().has?.({ role: '${role}' });
export const isAdmin = async () => (await auth()).has({ role: '${role}' });
`;
    const app = await installedExample('nextjs');
    const right = openAppTypes(app, {
      'types/globals.d.ts': globals,
      'app/read.ts': reading('fullName'),
      'app/role.ts': asking('org:admin'),
    });
    expect(right.problems()).toEqual([]);
    expect(right.typeBefore('app/read.ts')).toMatch(/string \| null/);
    const wrong = openAppTypes(app, {
      'types/globals.d.ts': globals,
      'app/read.ts': reading('fulName'),
      'app/role.ts': asking('org:admn'),
    });
    const noRole = expect.stringMatching(/app\/role\.ts: .*org:admn/);
    expect(wrong.problems()).toEqual([expect.stringMatching(/'fulName' does not exist/), noRole, noRole]);
  });

  it('the verification by hand tells a genuine token from a changed one', async () => {
    writeFileSync(
      join(folder, 'verify.mjs'),
      onlyBlock(tokens, (block) => wordOf(block, 'run') === 'verify').code,
    );
    const user = await bartleby.backend<{ id: string }>('/users', 'POST', {
      email_address: ['ada@example.com'],
    });
    const session = await bartleby.backend<{ id: string }>('/sessions', 'POST', { user_id: user.id });
    const { jwt } = await bartleby.backend<{ jwt: string }>(`/sessions/${session.id}/tokens`, 'POST', {});
    const verify = (token: string) =>
      execFileSync(process.execPath, ['verify.mjs', token, `${bartleby.url}/i/app`], {
        cwd: folder,
        encoding: 'utf8',
      }).trim();
    expect(verify(jwt)).toBe(`valid, for ${user.id}`);
    const [header, , signature] = jwt.split('.');
    const forged = Buffer.from(JSON.stringify({ sub: user.id, exp: 9e9 })).toString('base64url');
    expect(verify(`${header}.${forged}.${signature}`)).toBe('not valid');
  });

  it('the table of default claims names what is in a token, and nothing else', async () => {
    const source = readFileSync(join(repository, 'docs/guides/session-tokens.md'), 'utf8');
    const section = /## The default claims([\s\S]*?)\n## /.exec(source)![1]!;
    const named = [...section.matchAll(/^\| `(\w+)`/gm)].map(([, claim]) => claim);
    const user = await bartleby.backend<{ id: string }>('/users', 'POST', {
      email_address: ['claims@example.com'],
    });
    const session = await bartleby.backend<{ id: string }>('/sessions', 'POST', { user_id: user.id });
    const { jwt } = await bartleby.backend<{ jwt: string }>(`/sessions/${session.id}/tokens`, 'POST', {});
    const claims = JSON.parse(Buffer.from(jwt.split('.')[1]!, 'base64url').toString('utf8')) as object;
    // A token that no page asked for has no authorized party.
    const present = Object.keys({ ...claims, azp: '' }).filter((name) => !(name in JSON.parse(template)));
    expect(present.sort()).toEqual(named);
  });
});

describe('the page on JWT templates', () => {
  it('makes a template, asks for a token and verifies it; a changed one is not valid', async () => {
    const env = {
      PATH: process.env.PATH,
      CLERK_API_URL: bartleby.url,
      CLERK_SECRET_KEY: bartleby.secretKey,
      REPORTS_SECRET: 'shared by the template and the service that verifies',
    };
    const run = (name: string, ...args: string[]) => {
      const file = join(folder, `${name}.mjs`);
      writeFileSync(file, onlyBlock(jwtTemplates, (block) => wordOf(block, 'run') === name).code);
      return execFileSync(process.execPath, [file, ...args], { env, encoding: 'utf8', stdio: 'pipe' }).trim();
    };
    expect(run('create')).toMatch(/^jtmp_\w{27} HS256$/);
    expect(() => run('create')).toThrow('That name is taken');
    const user = await bartleby.backend<{ id: string }>('/users', 'POST', {
      email_address: ['reports@example.com'],
      public_metadata: { plan: 'pro' },
    });
    const session = await bartleby.backend<{ id: string }>('/sessions', 'POST', { user_id: user.id });
    const token = run('issue', session.id);
    expect(run('consume', token)).toBe('reports@example.com has plan pro');
    const [header, , signature] = token.split('.');
    const forged = Buffer.from(JSON.stringify({ aud: 'reports', exp: 9e9 })).toString('base64url');
    expect(run('consume', `${header}.${forged}.${signature}`)).toBe('not valid');
    expect(() => run('issue', 'sess_nope')).toThrow('No resource was found');
  });

  it('makes one for Hasura in the terminal, lists, shows and deletes it; tells what Hasura must know', async () => {
    const { code } = onlyBlock(jwtTemplates, (block) => wordOf(block, 'cli') === 'presets');
    const said: string[] = [];
    for (const line of code.trim().split('\n')) {
      const [npx, bin, ...args] = line.split(' ');
      expect([npx, bin]).toEqual(['npx', 'bartleby']);
      const { exitCode, stdout, stderr } = await runCli([...args, '--data-dir', bartleby.dataDir]);
      expect([exitCode, stderr]).toEqual([0, '']);
      said.push(stdout);
    }
    const [created = '', listed = '', shown = '', updated = '', deleted = ''] = said;
    const secret = /HASURA_GRAPHQL_JWT_SECRET\n\s+(\{.*\})/.exec(created)?.[1] ?? '{}';
    const { jwk_url: jwksUrl } = JSON.parse(secret) as { jwk_url: string };
    expect((await (await fetch(jwksUrl)).json()) as object).toMatchObject({ keys: [{ kty: 'RSA' }] });
    expect(listed).toMatch(/^hasura {2}hasura {2}RS256 instance key {2}60 s$/m);
    expect(JSON.parse(shown)).toHaveProperty(
      ['https://hasura.io/jwt/claims', 'x-hasura-default-role'],
      'user',
    );
    expect(updated).toBe('Updated hasura: version 2; tokens follow it from now on.\n');
    expect(deleted).toBe('Deleted hasura.\n');
    for (const [args, reason] of [
      [['create', '--preset', 'nhost'], /there are: hasura, supabase, convex, firebase/],
      [['create', '--preset', 'firebase'], /--fill <the address of your service account>/],
      [['update', 'hasura', '--if-version', 'newest'], /"newest" is no version: .*jwt-templates show hasura/],
      [['show', 'hasura'], /There is no JWT template "hasura"/],
    ] as const) {
      const refused = await runCli(['jwt-templates', ...args, '--data-dir', bartleby.dataDir]);
      expect([refused.exitCode, refused.stdout]).toEqual([1, '']);
      expect(refused.stderr).toMatch(reason);
    }
  });

  it('its table names every member of the request', () => {
    const source = readFileSync(join(repository, 'docs/guides/jwt-templates.md'), 'utf8');
    const named = [...source.matchAll(/^\| `(\w+)`/gm)].map(([, member]) => member);
    const { code } = onlyBlock(jwtTemplates, (block) => wordOf(block, 'run') === 'create');
    for (const member of named.filter((name) => name !== 'allowed_clock_skew'))
      expect(code).toContain(`${member}: `);
  });
});

describe('/docs', () => {
  let hall: BrowserHall;
  beforeAll(async () => {
    hall = await openBrowserHall();
  });
  afterAll(() => hall?.close());
  const visit = async (
    look: (page: Page, said: { hosts(): Set<string>; errors(): string[] }) => Promise<void>,
  ) => {
    const browser = await hall.open();
    try {
      await look(browser.page, browser);
    } finally {
      await browser.close();
    }
  };

  it('serves every guide, its pictures and its code, from this server alone and without a console error', () =>
    visit(async (page, { hosts, errors }) => {
      await page.goto(`${bartleby.url}/docs`);
      for (const document of guides) {
        const slug = document.replace(/^.*\/|\.md$/g, '');
        await page.getByRole('main').locator(`a[href="/docs/${slug}"]`).click();
        await page.waitForURL(`**/docs/${slug}`);
        const shown = await page.locator('pre code').allTextContents();
        expect(shown).toEqual(fencedBlocks(document).map(({ code }) => code));
        for (const picture of await page.locator('main img').all()) {
          await picture.scrollIntoViewIfNeeded();
          await expect
            .poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth))
            .toBeGreaterThan(600);
          expect(await picture.getAttribute('alt')).toMatch(/\w+ \w+/);
        }
        await expect(page.locator('time').getAttribute('datetime')).resolves.toMatch(/^\d{4}-\d\d-\d\d$/);
        await page.goBack();
      }
      expect([...hosts()]).toEqual([new URL(bartleby.url).host]);
      expect(errors()).toEqual([]);
    }));

  it('shows one framework at a time, chosen by mouse or keyboard and remembered', () =>
    visit(async (page, { errors }) => {
      await page.goto(`${bartleby.url}/docs/customize-your-session-token`);
      const tabs = page.getByRole('tab');
      await expect(tabs.allTextContents()).resolves.toEqual([
        'App Router',
        'Pages Router',
        'Express',
        'Published SDK',
      ]);
      const shown = () => page.getByRole('tabpanel').locator('.tab-title').allTextContents();
      expect(await shown()).toEqual(['App Router']);
      await tabs.nth(2).click();
      expect(await shown()).toEqual(['Express']);
      await page.keyboard.press('ArrowRight');
      expect(await shown()).toEqual(['Published SDK']);
      await page.reload();
      expect(await shown()).toEqual(['Published SDK']);
      expect(errors()).toEqual([]);
    }));

  it('asks whether it was helpful, and keeps the answer in the server’s log', () =>
    visit(async (page, { errors }) => {
      await page.goto(`${bartleby.url}/docs/session-tokens`);
      await page.getByRole('button', { name: 'Yes' }).click();
      await page.getByText('Thank you').waitFor();
      await bartleby.waitFor(/"page":"session-tokens","helpful":true/);
      expect(errors()).toEqual([]);
    }));

  it('is clean by axe in both themes and two widths, and does not scroll sideways', () =>
    visit(async (page) => {
      const paths = ['/docs', ...guides.map((each) => `/docs/${each.replace(/^.*\/|\.md$/g, '')}`)];
      const isTooWide = () =>
        page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);
      for (const path of paths) {
        await page.goto(`${bartleby.url}${path}`);
        for (const width of [1280, 390])
          for (const colorScheme of ['light', 'dark'] as const) {
            await page.setViewportSize({ width, height: 900 });
            await page.emulateMedia({ colorScheme });
            const found = await axeFindings(page, colorScheme === 'dark' ? COLOUR_RULES : undefined);
            expect([found, await isTooWide()], `${path}, ${colorScheme}, ${width} pixels`).toEqual([
              [],
              false,
            ]);
          }
      }
    }));
});
