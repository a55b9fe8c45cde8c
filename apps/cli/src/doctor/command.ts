import { resolve } from 'node:path';
import type { Command } from 'commander';
import { fetchEnvironmentBlocks } from '../commands/env.ts';
import { Complaint } from '../complaint.ts';
import { readCliConfig } from '../config.ts';
import { readDevelopmentKeys } from '../development-keys.ts';
import { addServerOptions } from '../server-options.ts';
import { type AppFacts, frameworkOf, readApp } from './app-environment.ts';
import { compareEnvironment, type Finding } from './compare-environment.ts';

interface DoctorFlags {
  app?: string;
  url?: string;
  dataDir?: string;
}

/** `bartleby doctor`: is the server well, and does an app have every variable it needs? */
export function addDoctor(program: Command): void {
  const command = program
    .command('doctor')
    .description('check the running server, and with --app the environment of an app; exits 1 on a finding')
    .option('--app <folder>', 'folder of the app to check');
  addServerOptions(command);
  command.action(async (flags: DoctorFlags) => {
    const app = flags.app === undefined ? null : readApp(resolve(flags.app));
    const findings = await checkServer(flags);
    if (app) findings.push(...(await checkApp(app, flags)));
    for (const { ok, text } of findings) process.stdout.write(`${ok ? 'ok     ' : 'FAILED '} ${text}\n`);
    const failed = findings.filter(({ ok }) => !ok).length;
    process.stdout.write(failed ? `${failed} to mend.\n` : 'All is well.\n');
    process.exitCode = failed ? 1 : 0;
  });
}

async function checkServer(flags: DoctorFlags): Promise<Finding[]> {
  const config = readCliConfig(flags);
  const url = flags.url ?? readDevelopmentKeys(config.dataDir).url ?? config.serverUrl;
  const answers = async (path: string) => {
    const response = await fetch(`${url}${path}`, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
    return response?.ok ?? false;
  };
  if (!(await answers('/health/live')))
    return [
      {
        ok: false,
        text: `no server answers at ${url}: start it with \`bartleby dev\`, or name it with --url`,
      },
    ];
  const ready = await answers('/health/ready');
  const keys = await answers('/.well-known/jwks.json');
  return [
    { ok: true, text: `the server answers at ${url}` },
    {
      ok: ready,
      text: ready ? 'its database answers' : "its database does not answer: look at the server's log",
    },
    {
      ok: keys,
      text: keys ? 'its JWK Set is served' : "its JWK Set is not served: look at the server's log",
    },
  ];
}

async function checkApp(app: AppFacts, flags: DoctorFlags): Promise<Finding[]> {
  const framework = frameworkOf(app);
  if (!framework)
    return [
      {
        ok: false,
        text: 'the app depends on none of our SDKs and on none of the published ones: see the README, "Add it to your app"',
      },
    ];
  const { app: _folder, ...connection } = flags;
  const blocks = await fetchEnvironmentBlocks(connection);
  const block = blocks.find((each) => each.framework === framework);
  if (!block) throw new Complaint(`The server has no environment block for ${framework}.`);
  return [
    { ok: true, text: `checking against the block for ${block.title}` },
    ...compareEnvironment(app, block.block),
  ];
}
