import { checkMetadataSchema } from '@bartleby/claims-template';
import { type ReactNode, useMemo } from 'react';
import { useInstance } from '../../platform/instance-context.tsx';
import { JsonEditor } from '../../sessions/editor/json-editor.tsx';
import { jsonMarks } from './json-marks.ts';
import { problemsOf, type SchemaKind } from './schema-draft.ts';

const TITLES: Readonly<Record<SchemaKind, readonly [title: string, meaning: string]>> = {
  public: ['Public metadata', 'Its paths are completed and typed in the template of the session token.'],
  unsafe: ['Unsafe metadata', 'The user’s own browser writes it: a schema says what it may write.'],
  private: ['Private metadata', 'For your backend only; never in a token.'],
};

/** The schema of one kind of metadata, edited as JSON; empty: none is declared. */
export function SchemaEditor(props: {
  readonly kind: SchemaKind;
  readonly text: string;
  readonly onChange: (text: string) => void;
  readonly onSave: () => void;
}): ReactNode {
  const { kind, text } = props;
  const { mayChange } = useInstance();
  const [title, meaning] = TITLES[kind];
  const marks = useMemo(() => jsonMarks('error', checkMetadataSchema), []);
  const problems = problemsOf(text);
  return (
    <section className="card" aria-labelledby={`schema-${kind}`}>
      <h2 id={`schema-${kind}`}>{title}</h2>
      <p className="hint">
        {meaning}
        {text.trim() === '' ? ' No schema is declared: any JSON object may be written.' : ''}
      </p>
      <div className="metadata-editor schema-editor">
        <JsonEditor
          label={`Schema of ${title.toLowerCase()}`}
          value={text}
          onChange={props.onChange}
          onSave={props.onSave}
          extensions={marks}
          readOnly={!mayChange}
        />
      </div>
      {problems.length === 0 ? null : (
        <div className="alert" role="alert">
          <ul className="plain">
            {problems.map(({ pointer, message }) => (
              <li key={`${pointer}${message}`}>
                {pointer === '' ? null : <code>{pointer}</code>} {message}
              </li>
            ))}
          </ul>
        </div>
      )}
    </section>
  );
}
