import type { Dependencies } from '../../dependencies.ts';
import type { Instance } from '../instances/index.ts';
import { activeSessionTokenTemplate, EMPTY_TEMPLATE_SOURCE, NO_TESTS } from '../jwt-templates/index.ts';
import { type ConfigurationDocument, configurationDocument } from './configuration.ts';

/**
 * The configuration that `instance` was read with. A template saved since then shows already: whoever sends
 * `instance.configVersion` back as If-Match is refused, and reads again.
 */
export async function readConfiguration(
  { database }: Pick<Dependencies, 'database'>,
  instance: Instance,
): Promise<ConfigurationDocument> {
  const template = await activeSessionTokenTemplate(database.queries, instance.id);
  return configurationDocument(
    instance.settings,
    template ?? { version: 0, source: EMPTY_TEMPLATE_SOURCE, tests: NO_TESTS },
  );
}
