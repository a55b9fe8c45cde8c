import type { Dependencies } from '../dependencies.ts';
import { createSecretKey, getInstance, type Instance } from '../features/instances/index.ts';
import { insertApplication, insertInstance } from '../features/instances/instance-store.ts';
import { prepareSigningKey } from '../features/signing-keys/index.ts';

export interface TestInstance {
  instance: Instance;
  secretKey: string;
  publishableKey: string;
}

/** An application with one instance, its signing key and a secret key, shared with no other test. Its slug is random. */
export async function createTestInstance(
  dependencies: Dependencies,
  options: Partial<Pick<Instance, 'kind' | 'environmentType'>> & {
    settings?: Partial<Instance['settings']>;
  } = {},
): Promise<TestInstance> {
  const { clock, random } = dependencies;
  const applicationId = random.id('app');
  const id = random.id('ins');
  const createdAt = clock.now();
  await dependencies.database.transaction(async (queries) => {
    await insertApplication(queries, { id: applicationId, name: 'Test application', createdAt });
    await insertInstance(queries, {
      id,
      applicationId,
      slug: `t${random.secret(12).toLowerCase()}`,
      kind: options.kind ?? 'application',
      environmentType: options.environmentType ?? 'development',
      isDefault: false,
      settings: options.settings ?? {},
      createdAt,
    });
  });
  await prepareSigningKey(dependencies, id);
  const instance = await getInstance(dependencies, id);
  const key = await createSecretKey(dependencies, {
    instance,
    name: 'Test',
    actor: { type: 'server', id: null },
  });
  return { instance, secretKey: key.secret, publishableKey: instance.publishableKey };
}
