import { Complaint } from '../complaint.ts';
import { findInstance, type PlatformClient } from '../platform-client.ts';
import { printable } from '../printable-text.ts';
import type { InstanceFlags } from '../server-options.ts';
import { type ConfigValues, type ServerConfig, valuesOf } from './config-values.ts';
import { completedJwtTemplates } from './jwt-templates/completed-jwt-templates.ts';
import { JWT_TEMPLATES, jwtTemplateName } from './jwt-templates/jwt-template-text.ts';

/** An instance's configuration as the server has it. */
export interface InstanceConfig {
  readonly instanceId: string;
  /** Of the instance, on the Platform API. */
  readonly path: string;
  /** For `If-Match`. */
  readonly version: string;
  readonly values: ConfigValues;
  /** Of the JSON Schema for the file. */
  readonly schemaUrl: string;
}

/** Reads the configuration of the instance that the flags name. */
export async function readInstanceConfig(
  client: PlatformClient,
  flags: InstanceFlags,
): Promise<InstanceConfig> {
  const { path, instanceId } = await findInstance(client, flags);
  const { config_version: version, config } = await client.call<{
    config_version: string;
    config: ServerConfig;
  }>(`${path}/config`);
  return {
    instanceId,
    path,
    version,
    values: valuesOf(config),
    schemaUrl: `${client.serverUrl}/schema/config.json`,
  };
}

/**
 * The file's settings, with its JWT templates as whole as the server's.
 * @throws Complaint for settings that the server does not have
 */
export function requireKnownSettings(
  file: string,
  mine: ConfigValues,
  { values }: InstanceConfig,
): ConfigValues {
  const mayBeNew = (pointer: string) => values.has(JWT_TEMPLATES) && jwtTemplateName(pointer) !== null;
  const unknown = [...mine.keys()].filter((pointer) => !values.has(pointer) && !mayBeNew(pointer));
  if (unknown.length === 0) return completedJwtTemplates(file, mine, values);
  const are = unknown.length === 1 ? 'is no setting' : 'are no settings';
  const known = [...values.keys()].join(' ');
  throw new Complaint(printable(`${file}: ${unknown.join(', ')} ${are}. There are: ${known}.`));
}
