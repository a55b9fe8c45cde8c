import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import {
  installedExample,
  openBrowser,
  parseBlock,
  repository,
  runCli,
  startProcess,
  withoutOurs,
} from './harness/index.ts';
import { processesOf } from './harness/process-list.ts';

vi.setConfig({ testTimeout: 300_000 });

// `npm start` in an installed repository: what it prints, that it is true, and that Ctrl-C leaves nothing.

const dataDir = mkdtempSync(join(tmpdir(), 'bartleby-start-'));
afterAll(() => rmSync(dataDir, { recursive: true, force: true }));

const start = () =>
  startProcess(process.execPath, ['tooling/start.mjs', '--data-dir', dataDir], {
    cwd: repository,
    env: withoutOurs(process.env),
  });

async function startAndRead() {
  const startedAt = performance.now();
  const running = start();
  const ended = new Promise<number | null>((resolve) => running.child.on('exit', resolve));
  await running.waitFor(/Stop with Ctrl-C/, 240).catch(async (error: unknown) => {
    await running.stop();
    throw error;
  });
  const seconds = (performance.now() - startedAt) / 1_000;
  const text = running.stdout();
  const field = (name: string) => new RegExp(`^ *${name} +(\\S+)$`, 'm').exec(text)?.[1] ?? '';
  return {
    running,
    ended,
    seconds,
    text,
    dashboard: field('Dashboard'),
    example: field('Example app'),
    docs: field('Documentation'),
    publishableKey: field('Publishable key'),
    secretKey: field('Secret key'),
  };
}

describe('npm start', () => {
  it('prints links, keys and the block; all of them work; Ctrl-C ends everything; the next start keeps the data', async () => {
    await installedExample('nextjs');
    const first = await startAndRead();
    const leader = first.running.child.pid!;
    let user: { id: string };
    try {
      const { origin } = new URL(first.dashboard);
      expect(first.dashboard).toMatch(/\/dashboard\/enter\?ticket=\w+$/);
      expect(first.docs).toBe(`${origin}/docs`);
      expect(first.publishableKey).toMatch(/^pk_test_/);
      expect(first.secretKey).toMatch(/^sk_test_/);
      expect(parseBlock(first.text)).toMatchObject({
        NEXT_PUBLIC_BARTLEBY_PUBLISHABLE_KEY: first.publishableKey,
        BARTLEBY_SECRET_KEY: first.secretKey,
        BARTLEBY_API_URL: origin,
        NEXT_PUBLIC_BARTLEBY_PROXY_URL: `${origin}/i/app`,
      });
      const { stdout } = await runCli(['env', '--for', 'nextjs', '--data-dir', dataDir]);
      expect(parseBlock(first.text)).toEqual(parseBlock(stdout));
      for (const url of [first.dashboard, first.docs, `${origin}/health/ready`])
        expect([url, (await fetch(url)).status]).toEqual([url, 200]);
      expect((await fetch(`${first.example}/api/example`)).status).toBe(401);

      const browser = await openBrowser();
      try {
        await browser.page.goto(first.example);
        await browser.page.getByRole('button', { name: 'Sign up' }).waitFor();
        await browser.page.goto(first.dashboard);
        await browser.page.getByRole('button', { name: 'Skip for now' }).waitFor();
      } finally {
        await browser.close();
      }
      user = (await (
        await fetch(`${origin}/v1/users`, {
          method: 'POST',
          headers: { authorization: `Bearer ${first.secretKey}`, 'content-type': 'application/json' },
          body: JSON.stringify({ email_address: ['kept@example.com'] }),
        })
      ).json()) as { id: string };
    } finally {
      await pressCtrlC(first, leader);
    }

    const second = await startAndRead();
    console.info(
      `npm start: ${first.seconds.toFixed(1)} s with a new data folder, ${second.seconds.toFixed(1)} s warm`,
    );
    try {
      expect([second.publishableKey, second.secretKey]).toEqual([first.publishableKey, first.secretKey]);
      const { origin } = new URL(second.dashboard);
      const kept = await fetch(`${origin}/v1/users/${user.id}`, {
        headers: { authorization: `Bearer ${second.secretKey}` },
      });
      expect(kept.status).toBe(200);
      // Generous: other suites run beside this one. Alone on two cores it takes some 8 seconds.
      expect(second.seconds).toBeLessThan(90);
    } finally {
      await pressCtrlC(second, second.running.child.pid!);
    }
  });

  it('uses the next free ports when its own are taken, and names them everywhere', async () => {
    const blockers = await Promise.all([1853, 3000].map(occupy));
    const third = await startAndRead();
    try {
      const { origin, port } = new URL(third.dashboard);
      expect(Number(port)).toBeGreaterThan(1853);
      expect(Number(new URL(third.example).port)).toBeGreaterThan(3000);
      expect(third.text).not.toMatch(/localhost:(1853|3000)\b/);
      expect((await fetch(`${origin}/health/ready`)).status).toBe(200);
      expect((await fetch(`${third.example}/api/example`)).status).toBe(401);
    } finally {
      await pressCtrlC(third, third.running.child.pid!);
      for (const release of blockers) release();
    }
  });

  it('says in one sentence that a Node is too old', async () => {
    const { checkNodeVersion } = (await import(join(repository, 'tooling/run/node-version.mjs'))) as {
      checkNodeVersion(version: string): string | null;
    };
    expect(checkNodeVersion('18.20.0')).toMatch(/^Bartleby needs Node 20\.19\.0 or newer, .*18\.20\.0.*\.$/);
    expect(checkNodeVersion('20.18.3')).not.toBeNull();
    expect(checkNodeVersion('20.19.0')).toBeNull();
    expect(checkNodeVersion('24.1.0')).toBeNull();
  });
});

/** A terminal's Ctrl-C: SIGINT to the whole foreground group. Within 5 seconds nothing of ours may be left. */
async function pressCtrlC(
  { running, ended, example }: Awaited<ReturnType<typeof startAndRead>>,
  leader: number,
): Promise<void> {
  const pressedAt = performance.now();
  const killGroup = running.leaveGroup();
  process.kill(-leader, 'SIGINT');
  await ended;
  expect(performance.now() - pressedAt).toBeLessThan(5_000);
  const isLeft = () => [
    ...processesOf({ group: leader, mention: dataDir }),
    ...processesOf({ mention: `next dev --port ${new URL(example).port}` }),
  ];
  const timeout = 5_000 - (performance.now() - pressedAt);
  await expect
    .poll(isLeft, { timeout, interval: 100 })
    .toEqual([])
    .finally(() => isLeft().length > 0 && killGroup());
  await expect(fetch(example)).rejects.toThrow();
  expect(readdirSync(dataDir).filter((name) => /lock|sock|pid/.test(name))).toEqual([]);
}

/** Listens on a port, unless somebody does already; resolves to what frees it. */
function occupy(port: number): Promise<() => void> {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(() => {}));
    server.listen(port, '127.0.0.1', () => resolve(() => server.close()));
  });
}
