// `npm run build`: builds the SDKs, their tarballs, the Dashboard, the Account Portal, the server, the command
// and the docs, each only when its sources changed. `npm run build -- dashboard` builds one and what it stands on.
import { existsSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { packSdks } from './run/pack-sdks.mjs';
import { hashOf, isDone, markDone, mustRun, root, step } from './run/steps.mjs';

const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
const workspace = (folder) => () => mustRun(npm, ['run', 'build', '-w', folder]);
const foundations = ['packages', 'tsconfig.base.json', 'package-lock.json'];

/** In building order. `inputs` decide whether the work is done already. */
const targets = [
  {
    name: 'sdks/backend',
    inputs: ['sdks/backend', ...foundations],
    output: 'sdks/backend/dist',
    work: workspace('sdks/backend'),
  },
  {
    name: 'sdks/browser',
    inputs: ['sdks/browser', ...foundations],
    output: 'sdks/browser/dist',
    work: workspace('sdks/browser'),
  },
  {
    name: 'sdks/react',
    inputs: ['sdks/react', 'sdks/browser', ...foundations],
    output: 'sdks/react/dist',
    work: workspace('sdks/react'),
  },
  {
    name: 'sdks/express',
    inputs: ['sdks/express', 'sdks/backend', ...foundations],
    output: 'sdks/express/dist',
    work: workspace('sdks/express'),
  },
  {
    name: 'sdks/nextjs',
    inputs: ['sdks/nextjs', 'sdks/backend', 'sdks/react', 'sdks/browser', ...foundations],
    output: 'sdks/nextjs/dist',
    work: workspace('sdks/nextjs'),
  },
  {
    name: 'sdk-tarballs',
    inputs: ['sdks', 'tooling/run/pack-sdks.mjs', ...foundations],
    output: '.cache/sdk/nextjs.tgz',
    work: packSdks,
  },
  {
    name: 'apps/portal',
    inputs: ['apps/portal', 'sdks/react', 'sdks/browser', ...foundations],
    output: 'apps/portal/dist/index.html',
    work: workspace('apps/portal'),
  },
  {
    name: 'apps/dashboard',
    inputs: ['apps/dashboard', 'sdks/react', 'sdks/browser', ...foundations],
    output: 'apps/dashboard/dist/index.html',
    work: workspace('apps/dashboard'),
  },
  {
    name: 'apps/server',
    inputs: ['apps/server', 'tooling/app-bundle.ts', ...foundations],
    output: 'apps/server/dist/main.mjs',
    work: workspace('apps/server'),
  },
  {
    name: 'apps/cli',
    inputs: ['apps/cli', 'tooling/app-bundle.ts', 'tooling/run/built.mjs', ...foundations],
    output: 'apps/cli/dist/main.mjs',
    work: workspace('apps/cli'),
  },
  {
    name: 'docs',
    inputs: ['docs', 'tooling/docs', 'package-lock.json'],
    output: 'docs/dist/index.html',
    work: () => mustRun(process.execPath, ['tooling/docs/build-docs.mjs']),
  },
];

/** Builds what is stale; `only` narrows to the targets whose names contain one of the words. */
export async function build(only = []) {
  for (const { name, inputs, output, work } of targets) {
    if (only.length && !only.some((word) => name.includes(word))) continue;
    const hash = hashOf(inputs);
    if (isDone(name, hash, [output])) {
      // Sources that were touched but not changed make it no older than they are: see run/built.mjs.
      utimesSync(join(root, output), new Date(), new Date());
      continue;
    }
    await step(`Building ${name}`, async () => void (await work()));
    if (!existsSync(join(root, output))) throw new Error(`${name} was built, but ${output} is not there`);
    markDone(name, hash);
  }
}

if (import.meta.url === `file://${process.argv[1]}`)
  await build(process.argv.slice(2)).catch((error) => {
    console.error(error.message);
    process.exitCode = 1;
  });
