import { PlatformError } from './platform-error.ts';
import type { InstanceConfig } from './resources.ts';

export type ConfigOutcome<T> =
  | { readonly kind: 'sent'; readonly before: InstanceConfig; readonly answer: T }
  | { readonly kind: 'conflict'; readonly other: InstanceConfig };

/**
 * Sends a change of one part of the configuration. It is sent again when somebody saved another part meanwhile:
 * nobody's work is at stake.
 * @param hasSame whether two configurations say the same in the part that is changed
 * @throws what was refused for other reasons than a conflict
 */
export async function sendChange<T>(
  before: InstanceConfig,
  ways: {
    readonly send: (configVersion: string) => Promise<T>;
    readonly load: () => Promise<InstanceConfig>;
    readonly hasSame: (one: InstanceConfig, other: InstanceConfig) => boolean;
  },
): Promise<ConfigOutcome<T>> {
  try {
    return { kind: 'sent', before, answer: await ways.send(before.config_version) };
  } catch (error) {
    if (!(error instanceof PlatformError) || error.status !== 409) throw error;
    const other = await ways.load();
    const isUnrelated = ways.hasSame(other, before) && other.config_version !== before.config_version;
    return isUnrelated ? sendChange(other, ways) : { kind: 'conflict', other };
  }
}
