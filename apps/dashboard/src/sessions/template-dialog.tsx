import type { Diagnostic } from '@bartleby/claims-template';
import type { EditorView } from '@codemirror/view';
import { type ReactNode, useRef, useState } from 'react';
import { ConfirmDialog } from '../elements/confirm-dialog.tsx';
import { Modal } from '../elements/modal.tsx';
import { Failure } from '../elements/states.tsx';
import { useToast } from '../elements/toast.tsx';
import { useDebounced } from '../elements/use-debounced.ts';
import { useInstance } from '../platform/instance-context.tsx';
import type { InstanceConfig } from '../platform/resources.ts';
import { useLoad } from '../platform/use-load.ts';
import { ConflictView } from './conflict-view.tsx';
import { insertShortcodeAtCursor } from './editor/insert-shortcode.ts';
import { JsonEditor } from './editor/json-editor.tsx';
import { applyFix, templateLanguage } from './editor/template-language.ts';
import { ForecastDialog } from './forecast/forecast-dialog.tsx';
import { ProblemsList } from './problems-list.tsx';
import { reasonAgainstSaving, SaveBar } from './save-bar.tsx';
import { ShortcodePanel } from './shortcode-panel.tsx';
import { EditorTabs } from './tests/editor-tabs.tsx';
import { useTestsTab } from './tests/use-tests-tab.ts';
import { TokenPreview } from './token-preview.tsx';
import { type BrokenUsers, useBrokenUsers } from './use-broken-users.ts';
import { type Draft, type DraftStart, useDraft } from './use-draft.ts';
import { useLeaveGuard } from './use-leave-guard.ts';

const HEAVIEST_AFTER_MILLISECONDS = 600;

/** The heaviest cookie under the draft; null while it has errors or is being weighed. */
function useHeaviest(draft: Draft) {
  const { platform } = useInstance();
  const source = useDebounced(draft.source, HEAVIEST_AFTER_MILLISECONDS);
  const isReady = draft.errors === 0 && source === draft.source;
  const weighed = useLoad(isReady ? source : '', async () =>
    isReady ? { source, heaviest: await platform.heaviest(source) } : null,
  );
  return weighed.value?.source === draft.source ? weighed.value.heaviest : null;
}

function EditorColumn(props: {
  readonly draft: Draft;
  readonly view: { current: EditorView | null };
  readonly onSave: () => void;
}): ReactNode {
  const { draft, view, onSave } = props;
  const show = ({ range }: Diagnostic) => {
    view.current?.dispatch({ selection: { anchor: range.from, head: range.to }, scrollIntoView: true });
    view.current?.focus();
  };
  const fix = (diagnostic: Diagnostic) => {
    if (!view.current || !diagnostic.fix) return;
    applyFix(view.current, diagnostic.fix);
    view.current.focus();
  };
  return (
    <div className="editor-column">
      <h3 className="visually-hidden">Template</h3>
      <JsonEditor
        label="Claims of the session token, as JSON"
        value={draft.source}
        onChange={draft.setSource}
        onSave={onSave}
        extensions={templateLanguage}
        onView={(created) => {
          view.current = created;
        }}
        autoFocus
      />
      <p className="hint">
        <kbd>Ctrl</kbd> <kbd>Space</kbd> completes, <kbd>F8</kbd> goes to the next problem, <kbd>Tab</kbd>{' '}
        leaves the editor.
      </p>
      <ProblemsList
        diagnostics={draft.diagnostics}
        serverProblems={draft.serverProblems}
        onShow={show}
        onFix={fix}
      />
    </div>
  );
}

interface TemplateDialogProps {
  readonly config: InstanceConfig;
  /** What to open with instead of what is saved. */
  readonly start?: DraftStart | null;
  readonly onSaved: () => Promise<unknown>;
  readonly onClose: () => void;
}

/** Saving, and what comes of it: a toast, or the other version. */
function useSaving(
  draft: Draft,
  { reason, broken }: { reason: string | null; broken: BrokenUsers },
  { onSaved, onDone }: { onSaved: () => Promise<unknown>; onDone: () => void },
) {
  const toast = useToast();
  const [message, setMessage] = useState('');
  const save = async (configVersion?: string) => {
    if (reason !== null) return;
    const outcome = await draft.save({ message, acceptBrokenUsers: broken.count }, configVersion);
    if (outcome.kind !== 'saved') return;
    setMessage('');
    toast(`Saved as version ${outcome.version ?? ''}; apps see it within 60 seconds.`);
    // The button that was pressed is disabled now: the focus must not fall out of the dialog.
    onDone();
    await onSaved();
  };
  return { message, setMessage, save };
}

/** The modal in which the session token's template is edited. */
export function TemplateDialog({ config, start, onSaved, onClose }: TemplateDialogProps): ReactNode {
  const draft = useDraft(config, start);
  const view = useRef<EditorView | null>(null);
  const heaviest = useHeaviest(draft);
  const broken = useBrokenUsers(draft, heaviest);
  const tab = useTestsTab(draft);
  const reason = reasonAgainstSaving(draft, broken, tab.failed);
  const saving = { onSaved, onDone: () => tab.inTemplate(() => view.current?.focus()) };
  const { message, setMessage, save } = useSaving(draft, { reason, broken }, saving);
  const [isForecasting, setForecasting] = useState(false);
  const [isAsking, setAsking] = useState(false);
  const blocker = useLeaveGuard(draft.isDirty);
  const close = () => (draft.isDirty ? setAsking(true) : onClose());
  const { conflict } = draft;
  return (
    <Modal title="Customize your session token" onClose={close} size="large">
      {draft.failure ? <Failure error={draft.failure} onRetry={() => save()} /> : null}
      <div className="template-columns">
        <ShortcodePanel
          onInsert={(path) =>
            tab.inTemplate(() => view.current && insertShortcodeAtCursor(view.current, path))
          }
        />
        <EditorTabs draft={draft} tab={tab} onSave={() => void save()}>
          <EditorColumn draft={draft} view={view} onSave={() => void save()} />
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
        onSave={() => void save()}
      />
      {isForecasting ? <ForecastDialog source={draft.source} onClose={() => setForecasting(false)} /> : null}
      {conflict ? (
        <ConflictView
          mine={draft.source}
          other={conflict}
          onTakeOther={() => draft.takeOther(conflict)}
          onSaveMine={() => void save(conflict.config_version)}
          onClose={draft.leaveConflict}
        />
      ) : null}
      {isAsking || blocker.state === 'blocked' ? (
        <ConfirmDialog
          title="Discard your changes?"
          confirm="Discard changes"
          cancel="Keep editing"
          onConfirm={() => (blocker.state === 'blocked' ? blocker.proceed() : onClose())}
          onCancel={() => {
            setAsking(false);
            if (blocker.state === 'blocked') blocker.reset();
          }}
        >
          <p>What you changed in the template has not been saved.</p>
        </ConfirmDialog>
      ) : null}
    </Modal>
  );
}
