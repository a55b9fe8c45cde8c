import { ConfigurationProblems } from '../configuration/settings.ts';
import { instanceProblems } from '../configuration/start-problems.ts';
import type { Dependencies } from '../dependencies.ts';
import { listInstances, prepareFirstInstances } from '../features/instances/index.ts';
import { prepareFirstOperator, preparePlatformKey } from '../features/operators/index.ts';
import { prepareSigningKey } from '../features/signing-keys/index.ts';
import { readDevelopmentKeys, writeDevelopmentKeys } from '../runtime/development-keys.ts';

/** What a server says of itself when it is ready: one JSON line for the CLI. */
export interface ReadyFacts {
  url: string;
  publishableKey: string;
  /** Null where the server does not know it any more: it keeps hashes only. */
  secretKey: string | null;
  platformKey: string | null;
  dashboardUrl: string;
}

/**
 * Makes what the first start makes and checks what later ones need: instances, their keys, the platform
 * key, the operator's link. Idempotent.
 * @throws ConfigurationProblems when `start` may not serve what is in the database
 */
export async function prepareFirstStart(dependencies: Dependencies): Promise<ReadyFacts> {
  const { config } = dependencies;
  const kept = config.mode === 'dev' ? readDevelopmentKeys(config.dataDirectory) : {};
  const first = await prepareFirstInstances(dependencies, config.firstSecretKey ?? kept.secretKey ?? null);
  const instances = await listInstances(dependencies);
  if (config.mode === 'start') {
    const problems = instanceProblems(config, instances);
    if (problems.length) throw new ConfigurationProblems(problems);
  }
  for (const { id } of instances) await prepareSigningKey(dependencies, id);
  const { operators } = first;
  const given = config.firstPlatformKey ?? kept.platformKey ?? null;
  const platformKey = await preparePlatformKey(dependencies, { operators, given });
  const link = await prepareFirstOperator(dependencies, { operators });
  const facts: ReadyFacts = {
    url: config.publicUrl,
    publishableKey: first.instance.publishableKey,
    secretKey: first.secretKey,
    platformKey,
    dashboardUrl: link ?? `${config.publicUrl}/dashboard`,
  };
  if (config.mode === 'dev') keep(config.dataDirectory, facts);
  return facts;
}

function keep(folder: string, { secretKey, platformKey, url }: ReadyFacts): void {
  writeDevelopmentKeys(folder, {
    ...(secretKey && { secretKey }),
    ...(platformKey && { platformKey }),
    url,
  });
}
