import type { Diagnostic } from '@bartleby/claims-template';
import type { Extension } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import type { ReactNode } from 'react';
import type { ApiProblem } from '../../platform/platform-error.ts';
import { ProblemsList } from '../problems-list.tsx';
import type { EditorMemory } from './editor-memory.ts';
import { JsonEditor } from './json-editor.tsx';
import { applyFix } from './template-language.ts';

interface EditorColumnProps {
  readonly label: string;
  readonly source: string;
  readonly onChange: (source: string) => void;
  readonly diagnostics: readonly Diagnostic[];
  readonly serverProblems: readonly ApiProblem[];
  readonly extensions: Extension;
  /** Holds the view while it stands. */
  readonly view: { current: EditorView | null };
  readonly memory?: EditorMemory;
  readonly onSave: () => void;
}

/** The editor of a template, with its problems below it. */
export function EditorColumn(props: EditorColumnProps): ReactNode {
  const { view, memory } = props;
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
        label={props.label}
        value={props.source}
        onChange={props.onChange}
        onSave={props.onSave}
        extensions={props.extensions}
        onView={(created) => {
          view.current = created;
        }}
        autoFocus
        {...(memory && { memory })}
      />
      <p className="hint">
        <kbd>Ctrl</kbd> <kbd>Space</kbd> completes, <kbd>Ctrl</kbd> <kbd>Z</kbd> undoes, <kbd>F8</kbd> goes to
        the next problem, <kbd>Tab</kbd> leaves the editor.
      </p>
      <ProblemsList
        diagnostics={props.diagnostics}
        serverProblems={props.serverProblems}
        onShow={show}
        onFix={fix}
      />
    </div>
  );
}
