import type { EditorView } from '@codemirror/view';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { LeaveQuestion } from '../elements/editing/leave-question.tsx';
import type { Editing } from '../elements/editing/use-editing.ts';
import { useSteps } from '../elements/editing/use-steps.ts';
import { Modal } from '../elements/modal.tsx';
import { Failure } from '../elements/states.tsx';
import { useDebounced } from '../elements/use-debounced.ts';
import { useInstance } from '../platform/instance-context.tsx';
import type { InstanceConfig } from '../platform/resources.ts';
import { useLoad } from '../platform/use-load.ts';
import { type BrokenUsers, brokenUsersOf, useBrokenUsers } from './broken-users/use-broken-users.ts';
import { ConflictView } from './conflict/conflict-view.tsx';
import { EditorColumn } from './editor/editor-column.tsx';
import type { EditorMemory } from './editor/editor-memory.ts';
import { insertShortcodeAtCursor } from './editor/insert-shortcode.ts';
import { useTemplateLanguage } from './editor/template-language.ts';
import { ForecastDialog } from './forecast/forecast-dialog.tsx';
import { reasonAgainstSaving, SaveBar } from './save-bar.tsx';
import { ShortcodePanel } from './shortcode-panel.tsx';
import { EditorTabs } from './tests/editor-tabs.tsx';
import { useTestsTab } from './tests/use-tests-tab.ts';
import { TokenPreview } from './token-preview.tsx';
import { type Draft, type DraftStart, useDraft } from './use-draft.ts';
import type { Replaced } from './use-undo.ts';

const HEAVIEST_AFTER_MILLISECONDS = 600;

/** The heaviest cookie under the draft; null while it has errors or is being weighed. */
function useHeaviest(draft: Draft) {
  const { platform } = useInstance();
  const source = useDebounced(draft.source, HEAVIEST_AFTER_MILLISECONDS);
  const isReady = draft.errors === 0 && source === draft.source;
  const weighed = useLoad(isReady ? source : '', async (signal) =>
    isReady ? { source, heaviest: await platform.heaviest(source, signal) } : null,
  );
  return weighed.value?.source === draft.source ? weighed.value.heaviest : null;
}

interface TemplateDialogProps {
  readonly config: InstanceConfig;
  readonly editing: Editing<DraftStart>;
  /** What was saved when last a save was undone; null while none was. */
  readonly undone: InstanceConfig | null;
  readonly memory: EditorMemory;
  readonly onSaved: (replaced: Replaced) => Promise<unknown>;
}

/** Saving, and what comes of it: a new version, or the other one. */
function useSaving(
  draft: Draft,
  { reason, broken }: { reason: string | null; broken: BrokenUsers },
  { onSaved, onDone }: { onSaved: TemplateDialogProps['onSaved']; onDone: () => void },
) {
  const [message, setMessage] = useState('');
  const save = async () => {
    if (reason !== null) return;
    const outcome = await draft.save({ message, acceptBrokenUsers: broken.count });
    if (outcome.kind !== 'saved') return;
    setMessage('');
    // The button that was pressed is disabled now: the focus must not fall out of the dialog.
    onDone();
    await onSaved({ before: outcome.before, after: outcome.saved });
  };
  return { message, setMessage, save };
}

/** The modal in which the session token's template is edited. */
export function TemplateDialog(props: TemplateDialogProps): ReactNode {
  const { config, editing, undone, memory, onSaved } = props;
  const draft = useDraft(config, editing.opened?.start);
  const view = useRef<EditorView | null>(null);
  const language = useTemplateLanguage(view, draft.language);
  const heaviest = useHeaviest(draft);
  const broken = useBrokenUsers(brokenUsersOf(draft, heaviest));
  const tab = useTestsTab(draft);
  const reason = reasonAgainstSaving(draft, broken, tab.failed);
  const inEditor = () => tab.inTemplate(() => view.current?.focus());
  const { message, setMessage, save } = useSaving(draft, { reason, broken }, { onSaved, onDone: inEditor });
  const step = useSteps<DraftStart>(draft, editing);
  const [isForecasting, setForecasting] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const { conflict, rebase } = draft;
  const seen = useRef(undone);
  useEffect(() => {
    // What was undone before this opened is older than what it opened with.
    if (undone && undone !== seen.current) rebase(undone);
    seen.current = undone;
  }, [undone, rebase]);
  return (
    <Modal
      title="Customize your session token"
      onClose={() => (draft.isDirty ? setAsking(true) : editing.close())}
      size="large"
    >
      {draft.failure ? <Failure error={draft.failure} onRetry={() => save()} /> : null}
      <div className="template-columns">
        <ShortcodePanel
          onInsert={(path) =>
            tab.inTemplate(() => view.current && insertShortcodeAtCursor(view.current, path))
          }
        />
        <EditorTabs draft={draft} tab={tab} onSave={() => void save()}>
          <EditorColumn
            label="Claims of the session token, as JSON"
            source={draft.source}
            onChange={draft.setSource}
            diagnostics={draft.diagnostics}
            serverProblems={draft.serverProblems}
            extensions={language}
            view={view}
            memory={memory}
            onSave={() => void save()}
          />
        </EditorTabs>
        <TokenPreview source={draft.source} heaviest={heaviest} onData={tab.setPreviewed} />
      </div>
      <SaveBar
        draft={draft}
        reason={reason}
        broken={broken}
        message={message}
        onMessage={setMessage}
        onForecast={() => setForecasting(true)}
        onReset={() => {
          step(draft.savedState(draft.base), 'Back to what is saved.');
          if (tab.shown === 'template') view.current?.focus();
        }}
        onSave={() => void save()}
      />
      {isForecasting ? <ForecastDialog source={draft.source} onClose={() => setForecasting(false)} /> : null}
      {conflict ? (
        <ConflictView
          draft={draft.state}
          other={conflict}
          onTakeOther={() => step(draft.savedState(conflict), 'Their template is in the editor.')}
          onMerge={(merged) => step(merged, 'Merged. Look it over, then save.')}
          onClose={draft.leaveConflict}
        />
      ) : null}
      <LeaveQuestion
        isDirty={draft.isDirty}
        isAsking={isAsking}
        onStay={() => setAsking(false)}
        onClose={editing.close}
        onDiscarded={() => editing.tellDiscarded(draft.state)}
      />
    </Modal>
  );
}
