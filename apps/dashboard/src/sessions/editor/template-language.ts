import {
  type CompletionOptions,
  completionsAt,
  type Diagnostic,
  type TextFix,
} from '@bartleby/claims-template';
import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
  startCompletion,
} from '@codemirror/autocomplete';
import { type Diagnostic as EditorDiagnostic, linter } from '@codemirror/lint';
import { type Extension, StateEffect } from '@codemirror/state';
import type { EditorView } from '@codemirror/view';
import { useEffect, useMemo, useRef } from 'react';

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

function complete(context: CompletionContext, known: CompletionOptions): CompletionResult | null {
  const found = completionsAt(context.state.doc.toString(), context.pos, known);
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

/** What is found in the same text has changed. */
const checksChanged = StateEffect.define<null>();

interface Language {
  /** Finds what is underlined. */
  readonly check: (source: string) => Diagnostic[];
  /** What is known beside the catalogue, offered while typing. */
  readonly known: CompletionOptions;
}

/** Completion and underlines, both answered by the language's own package, by what is known at that moment. */
const languageOf = (now: () => Language): Extension => [
  autocompletion({
    override: [(context) => complete(context, now().known)],
    activateOnTypingDelay: 0,
    icons: false,
    maxRenderedOptions: 60,
  }),
  linter(
    ({ state }) => {
      const source = state.doc.toString();
      return now()
        .check(source)
        .map((diagnostic) => editorDiagnostic(diagnostic, source.length));
    },
    {
      delay: 100,
      needsRefresh: ({ transactions }) =>
        transactions.some(({ effects }) => effects.some((effect) => effect.is(checksChanged))),
    },
  ),
];

/** The language of a template's editor; when `check` is another function, the same text is checked again. */
export function useTemplateLanguage(
  view: { readonly current: EditorView | null },
  { check, known }: Language,
): Extension {
  const latest = useRef<Language>({ check, known });
  useEffect(() => {
    latest.current = { check, known };
    view.current?.dispatch({ effects: checksChanged.of(null) });
  }, [view, check, known]);
  return useMemo(() => languageOf(() => latest.current), []);
}

export { startCompletion };
