import type { JwtTemplateResource as JwtTemplate } from '@bartleby/api-contract';
import { checkJwtTemplate } from '@bartleby/claims-template';
import type { EditorView } from '@codemirror/view';
import { type ReactNode, useCallback, useRef, useState } from 'react';
import { LeaveQuestion } from '../elements/editing/leave-question.tsx';
import type { Editing } from '../elements/editing/use-editing.ts';
import { useSteps } from '../elements/editing/use-steps.ts';
import { Modal } from '../elements/modal.tsx';
import { Failure } from '../elements/states.tsx';
import { EditorColumn } from '../sessions/editor/editor-column.tsx';
import { insertShortcodeAtCursor } from '../sessions/editor/insert-shortcode.ts';
import { useTemplateLanguage } from '../sessions/editor/template-language.ts';
import { ShortcodePanel } from '../sessions/shortcode-panel.tsx';
import { CustomJwtPreview } from './custom-jwt-preview.tsx';
import { TemplateConflict } from './template-conflict.tsx';
import type { TemplateState } from './template-fields.ts';
import { TemplateSettings } from './template-settings.tsx';
import { TemplateUse } from './template-use.tsx';
import { type TemplateForm, useTemplateForm } from './use-template-form.ts';

const NOTHING_KNOWN = {};

/** The language's own checks, and those of the consumer that is chosen now. */
function useLanguage(view: { current: EditorView | null }, preset: string | null) {
  const check = useCallback((source: string) => checkJwtTemplate(source, preset), [preset]);
  return useTemplateLanguage(view, { check, known: NOTHING_KNOWN });
}

function Foot({ form, onSave }: { readonly form: TemplateForm; readonly onSave: () => void }): ReactNode {
  return (
    <footer className="save-bar">
      <p className="save-state" role="status">
        {form.isDirty ? <strong className="unsaved">Unsaved changes</strong> : <span>All saved</span>}
        <span id="template-reason">{form.reason ?? ''}</span>
      </p>
      <button
        type="button"
        className="button primary"
        disabled={form.reason !== null}
        aria-describedby="template-reason"
        onClick={onSave}
      >
        Save
      </button>
    </footer>
  );
}

/** The modal in which a JWT template is made or changed. */
export function JwtTemplateDialog(props: {
  readonly start: TemplateState;
  readonly editing: Editing<TemplateState>;
  readonly onSaved: (template: JwtTemplate) => Promise<unknown>;
}): ReactNode {
  const { editing, onSaved } = props;
  const form = useTemplateForm(props.start);
  const { base, fields, change } = form;
  const step = useSteps<TemplateState>(form, editing);
  const view = useRef<EditorView | null>(null);
  const language = useLanguage(view, fields.preset);
  const [isAsking, setAsking] = useState(false);
  const save = async () => {
    const saved = await form.save();
    if (!saved) return;
    if (!saved.isDirty) editing.close();
    await onSaved(saved.template);
  };
  return (
    <Modal
      title={base ? `Edit ${base.name}` : 'New JWT template'}
      onClose={() => (form.isDirty ? setAsking(true) : editing.close())}
      size="large"
    >
      {form.refused.failure ? <Failure error={form.refused.failure} onRetry={save} /> : null}
      <div className="template-columns">
        <div className="settings-column">
          <TemplateSettings form={form} />
          <ShortcodePanel onInsert={(path) => view.current && insertShortcodeAtCursor(view.current, path)} />
        </div>
        <EditorColumn
          label="Claims of the JWT template, as JSON"
          source={fields.source}
          onChange={(source) => change({ source })}
          diagnostics={form.diagnostics}
          serverProblems={form.refused.problems}
          extensions={language}
          view={view}
          onSave={() => void save()}
        />
        <div className="settings-column">
          <TemplateUse name={fields.name} preset={fields.preset} />
          <CustomJwtPreview fields={fields} />
        </div>
      </div>
      <Foot form={form} onSave={() => void save()} />
      {form.refused.other ? (
        <TemplateConflict
          state={form.state}
          other={form.refused.other}
          step={step}
          onClose={form.leaveConflict}
        />
      ) : null}
      <LeaveQuestion
        isDirty={form.isDirty}
        isAsking={isAsking}
        onStay={() => setAsking(false)}
        onClose={editing.close}
        onDiscarded={() => editing.tellDiscarded(form.state)}
      />
    </Modal>
  );
}
