// What `npm start` does: install, build, server, example app, and the few lines a newcomer needs.
import { spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from '../build.mjs';
import { ensureInstalled } from './install.mjs';
import { root } from './steps.mjs';

const children = new Set();
let stopping = false;

export async function startEverything(args) {
  process.on('SIGINT', stop).on('SIGTERM', stop).on('SIGHUP', stop);
  try {
    console.error('Bartleby\n');
    await ensureInstalled();
    await build();
    await ensureInstalled('examples/nextjs', { also: ['.cache/sdk'] });
    if (stopping) return;
    const facts = await startServer(args);
    const block = await environmentBlock(facts);
    const exampleUrl = await startExample(facts, block);
    console.log(describe(facts, exampleUrl, block));
  } catch (error) {
    if (stopping) return;
    console.error(`\n${error.message}`);
    process.exitCode = 1;
    stop();
  }
}

/** Ends what we started, politely first; whatever is left after 4 seconds is killed. */
function stop() {
  if (stopping) return;
  stopping = true;
  for (const child of children) end(child, 'SIGTERM');
  setTimeout(() => {
    for (const child of children) end(child, 'SIGKILL');
  }, 4_000).unref();
}

/** Children lead process groups of their own, so that a framework's workers end with them. */
function end(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    child.kill(signal);
  }
}

function start(command, args, options) {
  const child = spawn(command, args, { cwd: root, detached: true, ...options });
  children.add(child);
  child.on('exit', (code) => {
    children.delete(child);
    if (stopping) return;
    console.error(`\n${args.at(-1)} stopped (exit code ${code}); stopping the rest.`);
    process.exitCode = 1;
    stop();
  });
  return child;
}

function startServer(args) {
  process.stderr.write('  Starting the server … ');
  const startedAt = performance.now();
  const child = start(process.execPath, ['apps/cli/bin/bartleby.mjs', 'dev', '--json', ...args], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  // The log of a healthy start is noise to a newcomer; what was said is shown when the start fails.
  let said = '';
  let ready = false;
  child.stderr.on('data', (chunk) => {
    if (ready) process.stderr.write(chunk);
    else said += chunk;
  });
  return new Promise((resolve, reject) => {
    createInterface({ input: child.stdout }).on('line', (line) => {
      if (!line.startsWith('{')) return;
      ready = true;
      process.stderr.write(`ready (${((performance.now() - startedAt) / 1_000).toFixed(1)} s)\n`);
      resolve(JSON.parse(line));
    });
    child.on('exit', () => !ready && reject(new Error(`The server did not start.\n${said.slice(-4_000)}`)));
  });
}

async function environmentBlock({ url, platformKey }) {
  const get = async (path) => {
    const response = await fetch(`${url}/v1/platform${path}`, {
      headers: { authorization: `Bearer ${platformKey}` },
    });
    if (!response.ok) throw new Error(`The Platform API answered ${response.status} to ${path}.`);
    return response.json();
  };
  const [application] = await get('/applications');
  const path = `/applications/${application.application_id}/instances/${application.instances[0].instance_id}`;
  const blocks = await get(`${path}/environment_blocks`);
  return blocks.find(({ framework }) => framework === 'nextjs').block.trim();
}

async function startExample({ secretKey }, block) {
  process.stderr.write('  Starting the example app … ');
  const startedAt = performance.now();
  const port = await freePort(3000);
  const variables = Object.fromEntries(
    block.split('\n').flatMap((line) => (/^[A-Z]/.test(line) ? [line.split(/=(.*)/s).slice(0, 2)] : [])),
  );
  const child = start(process.execPath, ['node_modules/next/dist/bin/next', 'dev', '--port', String(port)], {
    cwd: join(root, 'examples/nextjs'),
    env: { ...process.env, ...variables, BARTLEBY_SECRET_KEY: secretKey, NEXT_TELEMETRY_DISABLED: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let said = '';
  await new Promise((resolve, reject) => {
    const listen = (chunk) => {
      said += chunk;
      if (/\bready in \d/i.test(said)) resolve();
    };
    child.stdout.on('data', listen);
    child.stderr.on('data', listen);
    child.on('exit', () => reject(new Error(`The example app did not start.\n${said.slice(-4_000)}`)));
  });
  process.stderr.write(`ready (${((performance.now() - startedAt) / 1_000).toFixed(1)} s)\n`);
  return `http://localhost:${port}`;
}

/** The first port from `wanted` on that nobody listens on. */
async function freePort(wanted) {
  for (let port = wanted; port < wanted + 50; port++) if (await isFree(port)) return port;
  throw new Error(`No free port between ${wanted} and ${wanted + 50}.`);
}

function isFree(port) {
  return new Promise((resolve) => {
    const probe = createServer();
    probe.once('error', () => resolve(false));
    probe.listen(port, () => probe.close(() => resolve(true)));
  });
}

function describe({ url, dashboardUrl, publishableKey, secretKey }, exampleUrl, block) {
  return `
  Dashboard        ${dashboardUrl}
                   (signs you in once, within 15 minutes; npx bartleby operators link makes another)
  Example app      ${exampleUrl}
  Documentation    ${url}/docs

  Publishable key  ${publishableKey}
  Secret key       ${secretKey}

  For a Next.js app of your own, in its .env.local:

${block.replaceAll(/^/gm, '    ')}

  Stop with Ctrl-C; your data stays in .bartleby/.
`;
}
