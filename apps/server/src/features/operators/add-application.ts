import type { Dependencies } from '../../dependencies.ts';
import type { Actor } from '../events/index.ts';
import { type Application, createApplication, createSecretKey } from '../instances/index.ts';
import { prepareSigningKey } from '../signing-keys/index.ts';
import { getApplication } from './list-applications.ts';

/** A new application, ready to sign users in: with a signing key and its first secret key, to be shown once. */
export async function addApplication(
  dependencies: Dependencies,
  { name, actor }: { readonly name: string; readonly actor: Actor },
): Promise<{ application: Application; secretKey: string }> {
  const instance = await createApplication(dependencies, { name, actor });
  await prepareSigningKey(dependencies, instance.id);
  const { secret } = await createSecretKey(dependencies, { instance, name: 'First key', actor });
  return { application: await getApplication(dependencies, instance.applicationId), secretKey: secret };
}
