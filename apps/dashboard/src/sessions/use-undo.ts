import { useRef } from 'react';
import { useToast } from '../elements/toast.tsx';
import { useInstance } from '../platform/instance-context.tsx';
import { PlatformError, sentenceOf } from '../platform/platform-error.ts';
import type { InstanceConfig } from '../platform/resources.ts';

/** A template that went live, and the one before it. */
export interface Replaced {
  readonly before: InstanceConfig;
  readonly after: InstanceConfig;
}

const versionOf = (config: InstanceConfig) => config.config.session.version;

/**
 * Tells that a template went live and offers to take it back: what was before is saved as the newest version, checked
 * as any save. Taking back can be taken back the same way.
 */
export function useUndo(handlers: {
  /** Told what is saved now. */
  readonly onUndone: (now: InstanceConfig) => unknown;
  /** When it is refused: shows the version and what can be done. */
  readonly onRefused: (version: number) => void;
}) {
  const { platform } = useInstance();
  const toast = useToast();
  // A toast outlives the page it came from.
  const latest = useRef(handlers);
  latest.current = handlers;

  const restore = ({ before, after }: Replaced): Promise<InstanceConfig> => {
    const version = versionOf(before);
    const configVersion = after.config_version;
    if (version > 0) return platform.rollBack({ version, keepTests: false, configVersion });
    const { tests } = before.config.session;
    return platform.saveTemplate({ source: '{}', tests, configVersion, message: 'Undone' });
  };
  const undo = async (replaced: Replaced) => {
    const version = versionOf(replaced.before);
    try {
      const now = await restore(replaced);
      const says = version === 0 ? 'has no claims, as before' : `says what version ${version} said`;
      tell(`Undone: version ${versionOf(now)} ${says}.`, { before: replaced.after, after: now });
      await latest.current.onUndone(now);
    } catch (error) {
      const isConflict = error instanceof PlatformError && error.status === 409;
      const reason = isConflict ? 'Somebody else has saved meanwhile.' : sentenceOf(error);
      const look = { label: 'Look', run: () => latest.current.onRefused(version) };
      toast(`Not undone. ${reason}`, version === 0 ? undefined : look);
    }
  };
  const tell = (text: string, replaced: Replaced) =>
    toast(text, { label: 'Undo', run: () => undo(replaced) });
  return tell;
}
