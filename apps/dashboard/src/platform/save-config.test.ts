import { describe, expect, it } from 'vitest';
import { PlatformError } from './platform-error.ts';
import type { InstanceConfig } from './resources.ts';
import { sendChange } from './save-config.ts';

/** Stored configurations one after the other: each save meets the next one. */
function meet(versions: readonly string[], hasSame: boolean) {
  const configs = versions.map((config_version) => ({ config_version }) as InstanceConfig);
  let asked = 0;
  return sendChange(configs[0] as InstanceConfig, {
    send: async (version) => {
      if (version !== versions.at(-1)) throw new PlatformError(409, []);
      return `saved on ${version}`;
    },
    load: async () => {
      asked += 1;
      return configs[asked] as InstanceConfig;
    },
    hasSame: () => hasSame,
  });
}

describe('sendChange', () => {
  it('goes on, however often something else is saved meanwhile', async () => {
    const outcome = await meet(['1', '2', '3'], true);
    expect(outcome).toEqual({ kind: 'sent', before: { config_version: '3' }, answer: 'saved on 3' });
  });

  it('stops where the same part was saved, or where nothing was', async () => {
    expect(await meet(['1', '2', '3'], false)).toMatchObject({
      kind: 'conflict',
      other: { config_version: '2' },
    });
    expect(await meet(['1', '1', '3'], true)).toMatchObject({
      kind: 'conflict',
      other: { config_version: '1' },
    });
  });

  it('throws every other refusal', async () => {
    const refused = new PlatformError(422, []);
    const ways = { send: () => Promise.reject(refused), load: () => Promise.reject(), hasSame: () => true };
    await expect(sendChange({ config_version: '1' } as InstanceConfig, ways)).rejects.toBe(refused);
  });
});
