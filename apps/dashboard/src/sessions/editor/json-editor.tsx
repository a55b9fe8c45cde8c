import { closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, indentUnit } from '@codemirror/language';
import { lintKeymap } from '@codemirror/lint';
import { EditorState, type Extension } from '@codemirror/state';
import {
  drawSelection,
  EditorView,
  highlightActiveLine,
  type KeyBinding,
  keymap,
  lineNumbers,
} from '@codemirror/view';
import { type ReactNode, useEffect, useRef } from 'react';
import { editorLook } from './editor-look.ts';
import { type EditorMemory, keepState, recalledState } from './editor-memory.ts';

interface JsonEditorProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onSave?: () => void;
  readonly extensions?: Extension;
  /** Told the view when it stands, null when it goes. */
  readonly onView?: (view: EditorView | null) => void;
  readonly autoFocus?: boolean;
  /** The text can be read and copied, not changed. */
  readonly readOnly?: boolean;
  readonly memory?: EditorMemory;
}

function saveKey(onSave: () => void): KeyBinding {
  return {
    key: 'Mod-s',
    preventDefault: true,
    run: () => {
      onSave();
      return true;
    },
  };
}

/** Tab is left to the browser: it leads out of the editor, as everywhere on the page. */
function extensionsFor(label: string, onChange: (value: string) => void, onSave: () => void): Extension {
  return [
    lineNumbers(),
    history(),
    drawSelection(),
    indentUnit.of('  '),
    json(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    EditorView.lineWrapping,
    // What scrolls around it counts as reachable by keyboard only when this is said.
    EditorView.contentAttributes.of({ 'aria-label': label, tabindex: '0' }),
    keymap.of([
      saveKey(onSave),
      ...completionKeymap,
      ...closeBracketsKeymap,
      ...lintKeymap,
      ...historyKeymap,
      ...defaultKeymap,
    ]),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) onChange(update.state.doc.toString());
    }),
    editorLook,
  ];
}

/**
 * A JSON editor. It stands in a shadow root because only there CodeMirror brings its styles in as an adopted sheet,
 * which the Content Security Policy lets through.
 */
export function JsonEditor(props: JsonEditorProps): ReactNode {
  const place = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView | null>(null);
  /** Texts told to `onChange` that have not come back as `value`. */
  const told = useRef<string[]>([]);
  const latest = useRef(props);
  latest.current = props;
  useEffect(() => {
    const host = place.current;
    if (!host) return;
    const root = host.shadowRoot ?? host.attachShadow({ mode: 'open' });
    const { label, value, extensions, autoFocus, readOnly = false, memory } = latest.current;
    const standard = extensionsFor(
      label,
      (text) => {
        told.current.push(text);
        latest.current.onChange(text);
      },
      () => latest.current.onSave?.(),
    );
    const created = new EditorView({
      root,
      parent: root,
      state: recalledState(value, [extensions ?? [], EditorState.readOnly.of(readOnly), standard], memory),
    });
    created.dom.classList.add('editor');
    view.current = created;
    latest.current.onView?.(created);
    // After the dialog around has opened, which moves the focus itself.
    const focusing = autoFocus ? setTimeout(() => created.focus()) : undefined;
    return () => {
      clearTimeout(focusing);
      latest.current.onView?.(null);
      keepState(created.state, latest.current.memory);
      created.destroy();
      view.current = null;
    };
  }, []);
  useEffect(() => {
    const shown = view.current;
    const echo = told.current.lastIndexOf(props.value);
    // What was typed comes back late when typing is fast: it must not undo what has been typed since.
    told.current = echo < 0 ? [] : told.current.slice(echo + 1);
    if (echo >= 0 || !shown || shown.state.doc.toString() === props.value) return;
    shown.dispatch({ changes: { from: 0, to: shown.state.doc.length, insert: props.value } });
  }, [props.value]);
  return <div ref={place} className="editor-place" />;
}
