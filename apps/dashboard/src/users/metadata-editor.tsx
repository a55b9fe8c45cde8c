import { type JsonObject, limits, parseJson, utf8Length } from '@bartleby/claims-template';
import { type ReactNode, useState } from 'react';
import { useToast } from '../elements/toast.tsx';
import { useInstance } from '../platform/instance-context.tsx';
import { sentenceOf } from '../platform/platform-error.ts';
import type { MetadataKind, User } from '../platform/resources.ts';
import { JsonEditor } from '../sessions/editor/json-editor.tsx';

const DEEPEST = 32;

/** What is wrong with metadata as typed; null when it can be saved. */
export function metadataProblem(text: string): string | null {
  const parsed = parseJson(text, { maxDepth: DEEPEST });
  if (!parsed.ok) return parsed.problem.message;
  if (parsed.root.kind !== 'object') return 'Metadata is a JSON object: write it in { }.';
  if (utf8Length(JSON.stringify(JSON.parse(text))) > limits.metadataBytes)
    return `Metadata holds at most ${limits.metadataBytes.toLocaleString('en')} bytes.`;
  return null;
}

/** One kind of a user's metadata, edited as JSON. Saving replaces it whole. */
export function MetadataEditor(props: {
  readonly user: User;
  readonly kind: MetadataKind;
  readonly title: string;
  readonly meaning: string;
  readonly onChange: () => Promise<unknown>;
}): ReactNode {
  const { user, kind, title, meaning } = props;
  const { platform } = useInstance();
  const toast = useToast();
  const saved = JSON.stringify(user[kind], null, 2);
  const [text, setText] = useState(saved);
  const [refusal, setRefusal] = useState<string | null>(null);
  const problem = metadataProblem(text);
  const save = async () => {
    if (problem) return;
    setRefusal(null);
    try {
      await platform.replaceMetadata(user.id, kind, JSON.parse(text) as JsonObject);
      await props.onChange();
      toast(`${title} saved.`);
    } catch (error) {
      setRefusal(sentenceOf(error));
    }
  };
  return (
    <section className="card" aria-labelledby={kind}>
      <h2 id={kind}>{title}</h2>
      <p className="hint">{meaning}</p>
      <div className="metadata-editor">
        <JsonEditor label={title} value={text} onChange={setText} onSave={() => void save()} />
      </div>
      {problem || refusal ? (
        <p className="alert" role="alert">
          {problem ?? refusal}
        </p>
      ) : null}
      <p className="row">
        <button
          type="button"
          className="button"
          disabled={problem !== null || text === saved}
          onClick={() => void save()}
        >
          Save {title.toLowerCase()}
        </button>
        <button type="button" className="button" disabled={text === saved} onClick={() => setText(saved)}>
          Reset
        </button>
      </p>
    </section>
  );
}
