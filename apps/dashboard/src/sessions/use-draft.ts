import { useMemo, useState } from 'react';
import { useInstance } from '../platform/instance-context.tsx';
import { type ApiProblem, PlatformError } from '../platform/platform-error.ts';
import type { InstanceConfig } from '../platform/resources.ts';
import { sendChange } from '../platform/save-config.ts';
import { testsText } from './history/tests-text.ts';
import { useTestsDraft } from './tests/use-tests-draft.ts';
import { useClaimsLanguage } from './use-claims-language.ts';

export type SaveOutcome =
  | { readonly kind: 'saved'; readonly before: InstanceConfig; readonly saved: InstanceConfig }
  | { readonly kind: 'conflict' }
  | { readonly kind: 'refused' };

export const EMPTY_TEMPLATE = '{\n  \n}';

function sourceOf(config: InstanceConfig): string {
  return config.config.session.claims_source || EMPTY_TEMPLATE;
}

/** What is edited, and what it came from: enough to go on with it later. */
export interface DraftState {
  /** What was saved when the editing began. */
  readonly base: InstanceConfig;
  readonly source: string;
  readonly testsText: string;
}

/** What the editor shows instead of what is saved; without a base it belongs to the present one. */
export type DraftStart = Omit<DraftState, 'base'> & Partial<Pick<DraftState, 'base'>>;

function hasSameTemplate(one: InstanceConfig, other: InstanceConfig): boolean {
  const { session } = other.config;
  return (
    sourceOf(one) === sourceOf(other) && testsText(one.config.session.tests) === testsText(session.tests)
  );
}

/** The template and its tests while they are edited: what is saved, what is typed, what stands in the way of saving. */
export function useDraft(config: InstanceConfig, start: DraftStart | null = null) {
  const { platform } = useInstance();
  const [base, setBase] = useState(start?.base ?? config);
  const [source, setSource] = useState(start?.source ?? sourceOf(config));
  const { tests: savedTests } = base.config.session;
  const tests = useTestsDraft(savedTests, start?.testsText ?? testsText(config.config.session.tests));
  const [isSaving, setSaving] = useState(false);
  const [refused, setRefused] = useState<{ text: string; problems: readonly ApiProblem[] } | null>(null);
  const [failure, setFailure] = useState<unknown>(null);
  const [conflict, setConflict] = useState<InstanceConfig | null>(null);
  const language = useClaimsLanguage(base);
  const { check } = language;
  const diagnostics = useMemo(() => check(source), [source, check]);

  const text = `${source}\n${tests.text}`;
  const state: DraftState = { base, source, testsText: tests.text };

  /** Shows another state of the draft, as when a step is undone. */
  const restore = (wanted: DraftStart) => {
    setBase(wanted.base ?? base);
    setSource(wanted.source);
    tests.setText(wanted.testsText);
    setConflict(null);
  };
  const savedState = (of: InstanceConfig): DraftState => ({
    base: of,
    source: sourceOf(of),
    testsText: testsText(of.config.session.tests),
  });

  const send = async (
    { message, acceptBrokenUsers }: { message: string; acceptBrokenUsers: number },
    before: InstanceConfig,
  ): Promise<SaveOutcome> => {
    const outcome = await sendChange(before, {
      send: (configVersion) =>
        platform.saveTemplate({
          source,
          tests: tests.changed,
          configVersion,
          message: message.trim(),
          acceptBrokenUsers,
        }),
      load: platform.config,
      hasSame: hasSameTemplate,
    });
    if (outcome.kind === 'conflict') {
      setConflict(outcome.other);
      return { kind: 'conflict' };
    }
    setBase(outcome.answer);
    return { kind: 'saved', before: outcome.before, saved: outcome.answer };
  };

  const save = async (how: { message: string; acceptBrokenUsers: number }): Promise<SaveOutcome> => {
    setSaving(true);
    setFailure(null);
    setRefused(null);
    try {
      return await send(how, base);
    } catch (error) {
      if (error instanceof PlatformError && error.status === 422)
        setRefused({ text, problems: error.problems });
      else setFailure(error);
      return { kind: 'refused' };
    } finally {
      setSaving(false);
    }
  };

  return {
    base,
    source,
    setSource,
    tests,
    state,
    restore,
    savedState,
    /** What counts as saved from now on; the text stays. */
    rebase: setBase,
    isDirty: source !== sourceOf(base) || tests.isDirty,
    isTemplateDirty: source !== sourceOf(base),
    language,
    diagnostics,
    errors: diagnostics.filter(({ severity }) => severity === 'error').length,
    isSaving,
    save,
    failure,
    /** What the server found in this very text. */
    serverProblems: refused?.text === text ? refused.problems : [],
    conflict,
    leaveConflict: () => setConflict(null),
  };
}

export type Draft = ReturnType<typeof useDraft>;
