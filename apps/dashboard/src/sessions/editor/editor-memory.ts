import { historyField } from '@codemirror/commands';
import { EditorState, type Extension } from '@codemirror/state';
import { useRef } from 'react';

/** Where an editor leaves what it would take to go on: its text and its steps back and forth. */
export interface EditorMemory {
  readonly recall: () => unknown;
  readonly keep: (state: unknown) => void;
}

const FIELDS = { history: historyField };

/** A state with this text; what was done when the editor was last open can still be undone. */
export function recalledState(doc: string, extensions: Extension, memory?: EditorMemory): EditorState {
  const kept = memory?.recall();
  if (!kept) return EditorState.create({ doc, extensions });
  const state = EditorState.fromJSON(kept, { extensions }, FIELDS);
  const before = state.doc.toString();
  if (before === doc) return state;
  return state.update({ changes: { from: 0, to: before.length, insert: doc } }).state;
}

export function keepState(state: EditorState, memory?: EditorMemory): void {
  memory?.keep(state.toJSON(FIELDS));
}

/** Steps are kept while what is saved stays the same. */
export function useEditorMemory(version: string): EditorMemory {
  const kept = useRef<{ version: string; state: unknown } | null>(null);
  return {
    recall: () => (kept.current?.version === version ? kept.current.state : null),
    keep: (state) => {
      kept.current = { version, state };
    },
  };
}
