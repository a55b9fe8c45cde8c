import { syntaxTree } from '@codemirror/language';
import type { EditorView } from '@codemirror/view';

/** Puts a shortcode at the cursor: inside a string as it is, elsewhere in quotes of its own. */
export function insertShortcodeAtCursor(view: EditorView, path: string): void {
  const { from, to } = view.state.selection.main;
  const node = syntaxTree(view.state).resolveInner(from, 0);
  const isInString =
    (node.name === 'String' || node.name === 'PropertyName') && node.from < from && from < node.to;
  const text = `{{${path}}}`;
  const insert = isInString ? text : `"${text}"`;
  view.dispatch({
    changes: { from, to, insert },
    selection: { anchor: from + insert.length },
    userEvent: 'input.insert',
    scrollIntoView: true,
  });
  view.focus();
}
