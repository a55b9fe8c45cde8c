import { idPrefixes } from '@bartleby/api-contract';
import type { Queries } from '../../database/database.ts';
import type { Dependencies } from '../../dependencies.ts';
import { hashSecret } from '../../runtime/secret-hash.ts';
import { recordEvent, serverActor } from '../events/index.ts';
import { findInstanceBySlug, getDefaultInstance } from './find-instance.ts';
import type { Instance } from './instance.ts';
import {
  deleteApplication,
  insertApplication,
  insertInstance,
  listInstanceRowsNamed,
} from './instance-store.ts';
import { newSecretKeyText, secretKeyProblem, shownPrefix } from './secret-key.ts';
import { insertSecretKey, listSecretKeys } from './secret-key-store.ts';

export interface FirstInstances {
  readonly instance: Instance;
  readonly operators: Instance;
  /** The instance's secret key, when it is known: just made, or given. */
  readonly secretKey: string | null;
}

/**
 * Makes what every server has: the application "My application" with its default instance `app`, and the
 * operators' own instance. Idempotent, also when several nodes start together. In `dev` they are
 * development instances, in `start` production ones.
 * @param givenSecretKey the key that the default instance must have (BARTLEBY_SECRET_KEY, or the one that
 *   `dev` keeps in its data folder); null: one is made if there is none
 * @throws RangeError for a given key of a wrong form, with what to change
 */
export async function prepareFirstInstances(
  dependencies: Dependencies,
  givenSecretKey: string | null = dependencies.config.firstSecretKey,
): Promise<FirstInstances> {
  await dependencies.database.transaction(async (queries) => {
    await insertOnce(dependencies, queries, { slug: 'app', name: 'My application', kind: 'application' });
    await insertOnce(dependencies, queries, { slug: 'operators', name: 'Bartleby', kind: 'operators' });
  });
  const instance = await getDefaultInstance(dependencies);
  const operators = await findInstanceBySlug(dependencies, 'operators');
  if (!operators) throw new Error('the operators’ instance is missing');
  const secretKey = await prepareFirstSecretKey(dependencies, instance, givenSecretKey);
  return { instance, operators, secretKey };
}

async function insertOnce(
  { random, clock, config }: Dependencies,
  queries: Queries,
  first: { readonly slug: string; readonly name: string; readonly kind: Instance['kind'] },
): Promise<void> {
  if ((await listInstanceRowsNamed(queries, { slugs: [first.slug], host: null })).length > 0) return;
  const applicationId = random.id(idPrefixes.application);
  const id = random.id(idPrefixes.instance);
  const createdAt = clock.now();
  await insertApplication(queries, { id: applicationId, name: first.name, createdAt });
  const inserted = await insertInstance(queries, {
    id,
    applicationId,
    slug: first.slug,
    kind: first.kind,
    environmentType: config.mode === 'dev' ? 'development' : 'production',
    isDefault: first.kind === 'application',
    settings: first.kind === 'operators' ? { signUpMode: 'closed', allowedOrigins: [], testMode: false } : {},
    createdAt,
  });
  // Another node was faster.
  if (!inserted) return deleteApplication(queries, applicationId);
  await recordEvent(queries, id, {
    type: 'instance.created',
    actor: serverActor,
    data: { slug: first.slug },
  });
}

async function prepareFirstSecretKey(
  dependencies: Dependencies,
  instance: Instance,
  given: string | null,
): Promise<string | null> {
  const { random, clock, database } = dependencies;
  const problem = given === null ? null : secretKeyProblem(given, instance.environmentType);
  if (problem) throw new RangeError(`The first secret key (BARTLEBY_SECRET_KEY) cannot be used: ${problem}.`);
  const keys = await listSecretKeys(database.queries, instance.id);
  if (given === null && keys.some((key) => key.revokedAt === null)) return null;
  const secret = given ?? newSecretKeyText(instance.environmentType, random.secret(48));
  const key = { id: random.id(idPrefixes.secretKey), name: 'First key', prefix: shownPrefix(secret) };
  await database.transaction(async (queries) => {
    const row = { ...key, keyHash: hashSecret(secret), createdAt: clock.now() };
    if (!(await insertSecretKey(queries, instance.id, row))) return;
    const event = { type: 'secret_key.created', actor: serverActor, data: { id: key.id, name: key.name } };
    await recordEvent(queries, instance.id, event);
  });
  return secret;
}
