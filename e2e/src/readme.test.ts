import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  type Bartleby,
  installedExample,
  openBrowser,
  parseBlock,
  runCli,
  startBartleby,
  startNextApp,
} from './harness/index.ts';
import { getFromPage, PASSWORD, signUpInApp } from './people/app-people.ts';
import { clearAway, followBlocks, makeEmptyNextApp } from './people/readme-reader.ts';
import { fencedBlocks, onlyBlock } from './reading/fenced-blocks.ts';

vi.setConfig({ testTimeout: 400_000, hookTimeout: 240_000 });

// A reader who copies the fenced blocks of the README's "Add it to your app", and nothing else.

const ENV_COMMAND = 'npx bartleby env --for nextjs';
const section = sectionBlocks('Add it to your app');
const guide = fencedBlocks('docs/guides/customize-your-session-token.md');
let bartleby: Bartleby;
let app: string;
const made: string[] = [];

beforeAll(async () => {
  app = makeEmptyNextApp(await installedExample('nextjs'));
  made.push(app);
  bartleby = await startBartleby();
  await bartleby.saveTemplate(onlyBlock(guide, ({ words }) => words === 'template').code);
});
afterAll(async () => {
  await bartleby?.stop();
  for (const folder of made) clearAway(folder);
});

/** The README's blocks below one heading. */
function sectionBlocks(heading: string) {
  const lines = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8').split('\n');
  const start = lines.indexOf(`## ${heading}`) + 1;
  const end = lines.findIndex((line, index) => index >= start && line.startsWith('## '));
  return fencedBlocks('README.md').filter(({ line }) => line > start && line < end);
}

/** Installed packages of our scope: where each came from. */
function installedFrom(folder: string): Record<string, string> {
  const lock = JSON.parse(readFileSync(join(folder, 'package-lock.json'), 'utf8')) as {
    packages: Record<string, { resolved?: string }>;
  };
  return Object.fromEntries(
    Object.entries(lock.packages)
      .filter(([path]) => path.includes('node_modules/@bartleby/'))
      .map(([path, { resolved }]) => [path.replace(/^.*node_modules\//, ''), resolved ?? '']),
  );
}

describe('the README’s “Add it to your app”', () => {
  it('installs the SDK and all it needs from the running server, with no registry name of ours', async () => {
    const printed = await followBlocks(section, {
      app,
      serverUrl: bartleby.url,
      dataDir: bartleby.dataDir,
      leaveOut: ['npm run dev'],
    });
    writeFileSync(join(app, '.env.local'), printed.get(ENV_COMMAND)!);
    const from = installedFrom(app);
    expect(Object.keys(from).sort()).toEqual([
      '@bartleby/backend',
      '@bartleby/browser',
      '@bartleby/nextjs',
      '@bartleby/react',
    ]);
    for (const [name, resolved] of Object.entries(from))
      expect(resolved).toBe(`${bartleby.url}/sdk/${name.replace('@bartleby/', '')}.tgz`);
  });

  it('reaches the claims of somebody who signed up', async () => {
    const { '# Keep': _, ...block } = parseBlock(readFileSync(join(app, '.env.local'), 'utf8'));
    expect(Object.keys(block).length).toBeGreaterThan(3);
    const { dev } = (
      JSON.parse(readFileSync(join(app, 'package.json'), 'utf8')) as { scripts: { dev: string } }
    ).scripts;
    expect(dev).toBe('next dev');
    // No variable is given: the app reads its .env.local.
    const running = await startNextApp(app, {}, 'dev');
    const { page, close } = await openBrowser();
    try {
      await signUpInApp(page, {
        appUrl: running.url,
        bartleby,
        person: {
          firstName: 'Ada',
          lastName: 'Lovelace',
          emailAddress: 'ada@example.com',
          password: PASSWORD,
        },
      });
      expect(await getFromPage(page, '/api/example')).toEqual({
        status: 200,
        body: { fullName: 'Ada Lovelace', primaryEmail: 'ada@example.com' },
      });
      const stranger = await fetch(`${running.url}/api/example`);
      expect(stranger.status).toBe(401);
      // An app that had to fetch something for itself first would not be the reader's.
      expect(running.said()).not.toContain('Installing');
    } catch (error) {
      throw new Error(`${String(error)}\nThe app said:\n${running.said()}`, { cause: error });
    } finally {
      await close();
      await running.stop();
    }
  });

  it('`bartleby doctor --app` is content, and names a variable that is missing or wrong', async () => {
    const doctor = () => runCli(['doctor', '--app', app, '--data-dir', bartleby.dataDir]);
    const environment = readFileSync(join(app, '.env.local'), 'utf8');
    expect(await doctor()).toMatchObject({ exitCode: 0, stdout: expect.stringMatching(/All is well/) });
    for (const name of Object.keys(parseBlock(environment))) {
      writeFileSync(join(app, '.env.local'), environment.replace(new RegExp(`^${name}=.*$`, 'm'), ''));
      const { exitCode, stdout } = await doctor();
      expect([name, exitCode]).toEqual([name, 1]);
      expect(stdout).toMatch(new RegExp(`FAILED\\s+${name} is missing: add ${name}=`));
      expect(stdout).not.toContain(bartleby.secretKey);
    }
    writeFileSync(
      join(app, '.env.local'),
      environment.replace(/^(BARTLEBY_API_URL)=.*$/m, '$1=https://api.example.com'),
    );
    expect(await doctor()).toMatchObject({
      exitCode: 1,
      stdout: expect.stringMatching(/BARTLEBY_API_URL .*not at this server/),
    });
    writeFileSync(join(app, '.env.local'), environment);
  });
});

describe('the README’s line for Express', () => {
  it('installs @bartleby/express from the running server, and it loads', () => {
    const command = /`(npm install \S+express\.tgz)`/.exec(
      readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8'),
    )![1]!;
    const folder = mkdtempSync(join(tmpdir(), 'bartleby-reader-express-'));
    made.push(folder);
    writeFileSync(join(folder, 'package.json'), '{"name":"empty","private":true,"type":"module"}\n');
    execFileSync('sh', ['-c', command.replace('http://localhost:1853', bartleby.url)], {
      cwd: folder,
      stdio: 'pipe',
      timeout: 180_000,
    });
    expect(existsSync(join(folder, 'node_modules/express/package.json'))).toBe(true);
    expect(Object.keys(installedFrom(folder)).sort()).toEqual(['@bartleby/backend', '@bartleby/express']);
    const names = execFileSync(
      process.execPath,
      ['-e', "import('@bartleby/express').then((sdk) => console.log(Object.keys(sdk).join(' ')))"],
      { cwd: folder, encoding: 'utf8' },
    );
    for (const name of ['clerkMiddleware', 'bartlebyMiddleware', 'getAuth', 'requireAuth'])
      expect(names.trim().split(' ')).toContain(name);
  });
});

describe('`npx bartleby`', () => {
  it('works from the repository’s root after an install', () => {
    const version = execFileSync('npx', ['--no-install', 'bartleby', '--version'], {
      cwd: join(import.meta.dirname, '../..'),
      encoding: 'utf8',
    });
    expect(version.trim()).toMatch(/^\d+\.\d+\.\d+$/);
  });
});
