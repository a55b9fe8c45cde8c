import { checkTemplate, completionsAt, type Diagnostic, type TextFix } from '@bartleby/claims-template';
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  startCompletion,
} from '@codemirror/autocomplete';
import { type Diagnostic as EditorDiagnostic, linter } from '@codemirror/lint';
import type { EditorView } from '@codemirror/view';

/** Closes the braces behind an accepted shortcode when nothing else does. */
function insertShortcode(view: EditorView, completion: Completion, from: number, to: number): void {
  const behind = view.state.sliceDoc(to, to + 64);
  const closing = /^\s*(?:\}\}|\|)/.test(behind) ? '' : '}}';
  view.dispatch({
    changes: { from, to, insert: completion.label + closing },
    selection: { anchor: from + completion.label.length + closing.length },
    userEvent: 'input.complete',
  });
}

function complete(context: CompletionContext): CompletionResult | null {
  const found = completionsAt(context.state.doc.toString(), context.pos);
  if (!found) return null;
  return {
    from: found.from,
    to: found.to,
    filter: false,
    options: found.options.map(({ label, detail, info }) => ({
      label,
      detail,
      info,
      type: 'variable',
      apply: insertShortcode,
    })),
  };
}

/** Applies a ready edit as one undoable step. */
export function applyFix(view: EditorView, fix: TextFix): void {
  view.dispatch({
    changes: fix.edits.map(({ from, to, insert }) => ({ from, to, insert })),
    userEvent: 'input.fix',
    scrollIntoView: true,
  });
}

function editorDiagnostic(diagnostic: Diagnostic, length: number): EditorDiagnostic {
  const { range, severity, message, hint, fix } = diagnostic;
  const from = Math.min(range.from, length);
  return {
    from,
    to: Math.min(Math.max(range.to, from + 1), Math.max(length, from)),
    severity,
    message: hint ? `${message} ${hint}` : message,
    actions: fix ? [{ name: fix.title, apply: (view: EditorView) => applyFix(view, fix) }] : [],
  };
}

/** Completion and underlines, both answered by the language's own package. */
export const templateLanguage = [
  autocompletion({ override: [complete], activateOnTypingDelay: 0, icons: false, maxRenderedOptions: 60 }),
  linter(
    ({ state }) => {
      const source = state.doc.toString();
      return checkTemplate(source).map((diagnostic) => editorDiagnostic(diagnostic, source.length));
    },
    { delay: 100 },
  ),
];

export { startCompletion };
