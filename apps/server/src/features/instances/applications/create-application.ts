import { idPrefixes } from '@bartleby/api-contract';
import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../../events/index.ts';
import { findInstance } from '../find-instance.ts';
import type { Instance } from '../instance.ts';
import { insertApplication, insertInstance } from '../instance-store.ts';
import { slugsFor } from './slugs-for.ts';

/**
 * A new application with one instance: a development one in `dev`, a production one in `start`, whose keys
 * then name `<slug>.<public host>`. It has no signing key and no secret key yet.
 * @throws Refusal `form_param_format_invalid` for a name without a letter or digit, `duplicate_record` when
 *   every slug that the name gives is taken
 */
export async function createApplication(
  dependencies: Dependencies,
  { name, actor }: { readonly name: string; readonly actor: Actor },
): Promise<Instance> {
  const slugs = slugsFor(name);
  if (slugs.length === 0)
    throw new Refusal('form_param_format_invalid', {
      param_name: 'name',
      message: 'is invalid',
      long_message:
        'name needs a letter from a to z or a digit: the address of the Frontend API is made from it.',
    });
  for (const slug of slugs) {
    const id = await insertUnlessTaken(dependencies, { name, slug, actor });
    const instance = id === null ? null : await findInstance(dependencies, id);
    if (instance) return instance;
  }
  throw new Refusal('duplicate_record', { param_name: 'name' });
}

/** The new instance's id; null, and nothing made, when the slug is taken. */
async function insertUnlessTaken(
  { clock, config, database, random }: Dependencies,
  { name, slug, actor }: { readonly name: string; readonly slug: string; readonly actor: Actor },
): Promise<string | null> {
  const application = { id: random.id(idPrefixes.application), name, createdAt: clock.now() };
  const id = random.id(idPrefixes.instance);
  const isDevelopment = config.mode === 'dev';
  const taken = new Error('taken');
  try {
    await database.transaction(async (queries) => {
      await insertApplication(queries, application);
      const inserted = await insertInstance(queries, {
        id,
        applicationId: application.id,
        slug,
        kind: 'application',
        environmentType: isDevelopment ? 'development' : 'production',
        isDefault: false,
        frontendApiHost: isDevelopment ? null : `${slug}.${new URL(config.publicUrl).host}`,
        settings: {},
        createdAt: application.createdAt,
      });
      if (!inserted) throw taken;
      await recordEvent(queries, id, { type: 'instance.created', actor, data: { slug } });
    });
    return id;
  } catch (error) {
    if (error === taken) return null;
    throw error;
  }
}
