import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { repository, startProcess } from '@bartleby/e2e/harness';
import { expect, it } from 'vitest';
import { foreignHosts } from './foreign-hosts.ts';

// What the egress tests stand on must itself see something.

it('tells hosts of this machine from others', () => {
  expect(foreignHosts(['localhost:3000', '127.0.0.1', '[::1]:80', '::1', 'localhost'])).toEqual([]);
  expect(foreignHosts(['localhost.example.com', 'api.example.com:443', 'a.localhost:3'])).toEqual([
    'localhost.example.com',
    'api.example.com:443',
    'a.localhost:3',
  ]);
  expect(foreignHosts(['api.example.com', 'b.example.com'], ['api.example.com'])).toEqual(['b.example.com']);
});

it.each([
  ['fetch', `await fetch('https://fetch.invalid/x').catch(() => {})`, 'fetch.invalid'],
  [
    'https',
    `await new Promise((done) => https.get('https://https.invalid/x').on('error', done))`,
    'https.invalid',
  ],
])('records where a Node process goes by %s', async (_, script, host) => {
  const folder = mkdtempSync(join(tmpdir(), 'bartleby-egress-'));
  const log = join(folder, 'egress.log');
  const running = startProcess(
    process.execPath,
    [
      `--import=${join(repository, 'e2e/src/harness/egress.mjs')}`,
      '--input-type=module',
      '-e',
      `import https from 'node:https';\n${script}\nconsole.log('done');`,
    ],
    { cwd: repository, env: { ...process.env, EGRESS_LOG: log } },
  );
  try {
    await running.waitFor(/done/, 30);
    expect(foreignHosts(readFileSync(log, 'utf8').split('\n').filter(Boolean))).toContain(host);
  } finally {
    await running.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});
