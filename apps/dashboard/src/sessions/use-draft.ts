import { checkTemplate, type Diagnostic } from '@bartleby/claims-template';
import { useMemo, useState } from 'react';
import { useInstance } from '../platform/instance-context.tsx';
import { type ApiProblem, PlatformError } from '../platform/platform-error.ts';
import type { InstanceConfig } from '../platform/resources.ts';
import { useTestsDraft } from './tests/use-tests-draft.ts';

export type SaveOutcome =
  | { readonly kind: 'saved'; readonly version: number | null }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'refused' };

export const EMPTY_TEMPLATE = '{\n  \n}';

function sourceOf(config: InstanceConfig): string {
  return config.config.session.claims_source || EMPTY_TEMPLATE;
}

/** What the editor opens with when it is not what is saved. */
export interface DraftStart {
  readonly source: string;
  readonly tests: readonly unknown[];
}

/** The template and its tests while they are edited: what is saved, what is typed, what stands in the way of saving. */
export function useDraft(config: InstanceConfig, start: DraftStart | null = null) {
  const { platform } = useInstance();
  const [base, setBase] = useState(config);
  const [source, setSource] = useState(start?.source ?? sourceOf(config));
  const tests = useTestsDraft(base.config.session.tests, start?.tests ?? config.config.session.tests);
  const [isSaving, setSaving] = useState(false);
  const [refused, setRefused] = useState<{ text: string; problems: readonly ApiProblem[] } | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [conflict, setConflict] = useState<InstanceConfig | null>(null);
  const diagnostics = useMemo<Diagnostic[]>(() => checkTemplate(source), [source]);

  const text = `${source}\n${tests.text}`;

  const save = async (
    { message, acceptBrokenUsers }: { message: string; acceptBrokenUsers: number },
    configVersion = base.config_version,
  ): Promise<SaveOutcome> => {
    setSaving(true);
    setFailure(null);
    setRefused(null);
    try {
      await platform.saveTemplate({
        source,
        tests: tests.changed,
        configVersion,
        message: message.trim(),
        acceptBrokenUsers,
      });
      const saved = await platform.config();
      setBase(saved);
      setConflict(null);
      return { kind: 'saved', version: saved.config.session.version };
    } catch (error) {
      if (error instanceof PlatformError && error.status === 409) {
        setConflict(await platform.config().catch(() => null));
        return { kind: 'conflict' };
      }
      if (error instanceof PlatformError && error.status === 422)
        setRefused({ text, problems: error.problems });
      else setFailure(error);
      return { kind: 'refused' };
    } finally {
      setSaving(false);
    }
  };

  const takeOther = (other: InstanceConfig) => {
    setBase(other);
    setSource(sourceOf(other));
    tests.replace(other.config.session.tests);
    setConflict(null);
  };

  return {
    source,
    setSource,
    tests,
    isDirty: source !== sourceOf(base) || tests.isDirty,
    reset: () => {
      setSource(sourceOf(base));
      tests.replace(base.config.session.tests);
    },
    diagnostics,
    errors: diagnostics.filter(({ severity }) => severity === 'error').length,
    isSaving,
    save,
    failure,
    /** What the server found in this very text. */
    serverProblems: refused?.text === text ? refused.problems : [],
    conflict,
    takeOther,
    leaveConflict: () => setConflict(null),
  };
}

export type Draft = ReturnType<typeof useDraft>;
