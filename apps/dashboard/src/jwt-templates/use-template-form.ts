import type { JwtTemplateResource as JwtTemplate } from '@bartleby/api-contract';
import { checkJwtTemplate, findJwtPreset } from '@bartleby/claims-template';
import { useMemo, useRef, useState } from 'react';
import { useInstance } from '../platform/instance-context.tsx';
import { type ApiProblem, PlatformError } from '../platform/platform-error.ts';
import {
  faultOf,
  requestOf,
  sameFields,
  settingsOf,
  stateAfterSave,
  type TemplateFields,
  type TemplateState,
} from './template-fields.ts';

interface Refused {
  readonly problems: readonly ApiProblem[];
  /** Where no answer tells what to change. */
  readonly failure: unknown;
  /** What somebody else has saved meanwhile. */
  readonly other: JwtTemplate | null;
}

const NOTHING: Refused = { problems: [], failure: null, other: null };

/** A template while it is edited: what is wrong with it, whether it can be saved, and saving it. */
export function useTemplateForm(start: TemplateState) {
  const { platform } = useInstance();
  const [state, setState] = useState(start);
  // What is typed while something is sent.
  const latest = useRef(state);
  latest.current = state;
  const { base, saved, fields } = state;
  const [refused, setRefused] = useState(NOTHING);
  const [isSaving, setSaving] = useState(false);
  const { source, preset } = fields;
  const diagnostics = useMemo(() => checkJwtTemplate(source, preset), [source, preset]);
  const settingProblems = findJwtPreset(preset)?.checkSettings(settingsOf(fields)) ?? [];
  const errors =
    diagnostics.filter(({ severity }) => severity === 'error').length +
    settingProblems.filter(({ severity }) => severity === 'error').length;
  const isDirty = base === null || !sameFields(fields, saved);
  const reason = isSaving
    ? 'Saving…'
    : errors > 0
      ? errors === 1
        ? 'Fix the error first.'
        : `Fix the ${errors} errors first.`
      : (faultOf(fields, base) ?? (isDirty ? null : 'Nothing has changed.'));

  const change = (changes: Partial<TemplateFields>) => {
    setState((old) => ({ ...old, fields: { ...old.fields, ...changes } }));
    setRefused(NOTHING);
  };
  /** Shows another state, as when a step is undone. */
  const restore = (to: TemplateState) => {
    setState(to);
    setRefused(NOTHING);
  };
  /** The stored template, and whether something was typed meanwhile; null when it was refused, which is then shown. */
  const save = async (): Promise<{ template: JwtTemplate; isDirty: boolean } | null> => {
    if (reason !== null) return null;
    setSaving(true);
    setRefused(NOTHING);
    try {
      const template = await platform.saveJwtTemplate(base, requestOf(fields, base));
      const now = stateAfterSave(latest.current.fields, { sent: fields, stored: template });
      setState(now);
      return { template, isDirty: !sameFields(now.fields, now.saved) };
    } catch (error) {
      setRefused(await refusalOf(error, () => (base ? platform.jwtTemplate(base.id) : null)));
      return null;
    } finally {
      setSaving(false);
    }
  };
  return {
    state,
    base,
    fields,
    diagnostics,
    settingProblems,
    isDirty,
    isSaving,
    reason,
    refused,
    change,
    restore,
    leaveConflict: () => setRefused(NOTHING),
    save,
  };
}

async function refusalOf(error: unknown, load: () => Promise<JwtTemplate> | null): Promise<Refused> {
  if (!(error instanceof PlatformError)) return { ...NOTHING, failure: error };
  if (error.code === 'config_conflict') {
    const other = await Promise.resolve(load()).catch(() => null);
    return other ? { ...NOTHING, other } : { ...NOTHING, failure: error };
  }
  const isAboutInput = error.status === 400 || error.status === 422;
  return isAboutInput ? { ...NOTHING, problems: error.problems } : { ...NOTHING, failure: error };
}

export type TemplateForm = ReturnType<typeof useTemplateForm>;
