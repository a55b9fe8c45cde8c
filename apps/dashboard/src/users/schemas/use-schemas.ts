import type { ViolatingUsersResource } from '@bartleby/api-contract';
import { useState } from 'react';
import { useGiveBack } from '../../elements/editing/use-give-back.ts';
import { useSteps } from '../../elements/editing/use-steps.ts';
import { useToast } from '../../elements/toast.tsx';
import { useInstance } from '../../platform/instance-context.tsx';
import { sentenceOf } from '../../platform/platform-error.ts';
import type { InstanceConfig } from '../../platform/resources.ts';
import { sendChange } from '../../platform/save-config.ts';
import {
  draftOf,
  isSameDraft,
  problemsOf,
  SCHEMA_KINDS,
  type SchemaDraft,
  type SchemasState,
  schemasOf,
} from './schema-draft.ts';

const hasSameSchemas = (one: InstanceConfig, other: InstanceConfig) =>
  isSameDraft(draftOf(one.config.metadata_schemas), draftOf(other.config.metadata_schemas));

/** The schemas while they are edited: what is saved, what is typed, and what comes of checking and saving it. */
export function useSchemas(config: InstanceConfig) {
  const { platform } = useInstance();
  const toast = useToast();
  const [state, setState] = useState<SchemasState>(() => ({
    base: config,
    draft: draftOf(config.config.metadata_schemas),
  }));
  const { base, draft } = state;
  const [found, setFound] = useState<ViolatingUsersResource | null>(null);
  const [failure, setFailure] = useState<string | null>(null);
  const [conflict, setConflict] = useState<InstanceConfig | null>(null);
  const [isBusy, setBusy] = useState(false);
  const hasProblems = SCHEMA_KINDS.some((kind) => problemsOf(draft.texts[kind]).length > 0);
  const isDirty = !isSameDraft(draft, draftOf(base.config.metadata_schemas));
  const restore = (to: SchemasState) => {
    setState(to);
    setConflict(null);
    setFound(null);
  };
  const giveBack = useGiveBack<SchemasState>((to) => step(to, 'Undone.'));
  const step = useSteps<SchemasState>({ state, restore }, { giveBack });
  const during = async (work: () => Promise<void>) => {
    if (hasProblems || isBusy) return;
    setBusy(true);
    setFailure(null);
    try {
      await work();
    } catch (error) {
      setFailure(sentenceOf(error));
    } finally {
      setBusy(false);
    }
  };
  const save = async () => {
    if (!isDirty) return;
    const outcome = await sendChange(base, {
      send: (configVersion) => platform.saveMetadataSchemas(schemasOf(draft), configVersion),
      load: platform.config,
      hasSame: hasSameSchemas,
    });
    if (outcome.kind === 'conflict') return setConflict(outcome.other);
    const { config: saved, violations } = outcome.answer;
    setState((old) => ({ ...old, base: saved }));
    setFound(violations);
    toast('Metadata schemas saved.');
  };
  return {
    state,
    setDraft: (changed: SchemaDraft) => {
      setState((old) => ({ ...old, draft: changed }));
      // What was counted stays true when only what happens to a write is changed.
      if (changed.texts !== draft.texts) setFound(null);
    },
    isDirty,
    found,
    failure,
    conflict,
    leaveConflict: () => setConflict(null),
    step,
    tellDiscarded: () => toast('Changes discarded.', { label: 'Undo', run: () => giveBack(state) }),
    canCheck: !hasProblems && !isBusy,
    canSave: !hasProblems && !isBusy && isDirty,
    check: () => during(async () => setFound(await platform.metadataViolations(schemasOf(draft)))),
    save: () => during(save),
  };
}
