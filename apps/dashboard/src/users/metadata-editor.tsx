import {
  createMetadataValidator,
  type JsonObject,
  limits,
  type MetadataViolation,
  parseJson,
  utf8Length,
} from '@bartleby/claims-template';
import { type ReactNode, useEffect, useMemo, useState } from 'react';
import { ChangeButton } from '../elements/change-button.tsx';
import { useToast } from '../elements/toast.tsx';
import { useInstance } from '../platform/instance-context.tsx';
import { sentenceOf } from '../platform/platform-error.ts';
import type { MetadataKind, User } from '../platform/resources.ts';
import { JsonEditor } from '../sessions/editor/json-editor.tsx';
import { jsonMarks } from './schemas/json-marks.ts';
import type { OnDirty } from './use-dirty-parts.ts';

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

/** Where metadata as typed is not what its schema says; [] for what is no JSON object. */
function useViolations(schema: JsonObject | null, text: string): readonly MetadataViolation[] {
  const validate = useMemo(() => (schema === null ? null : createMetadataValidator(schema)), [schema]);
  return useMemo(
    () => (validate === null || metadataProblem(text) ? [] : validate(JSON.parse(text) as JsonObject)),
    [validate, text],
  );
}

function Violations({
  violations,
  refuses,
}: {
  violations: readonly MetadataViolation[];
  refuses: boolean;
}): ReactNode {
  if (violations.length === 0) return null;
  return (
    <div className="alert warning" role="status">
      <p>
        {refuses
          ? 'This does not conform to the metadata schema, and will be refused:'
          : 'This does not conform to the metadata schema. It can be saved; an event notes it:'}
      </p>
      <ul>
        {violations.map(({ pointer, message }) => (
          <li key={pointer}>
            <code>{pointer || 'metadata'}</code> {message}
          </li>
        ))}
      </ul>
    </div>
  );
}

const laidOut = (metadata: JsonObject) => JSON.stringify(metadata, null, 2);

/** One kind of a user's metadata, edited as JSON. Saving replaces it whole. */
export function MetadataEditor(props: {
  readonly user: User;
  readonly kind: MetadataKind;
  readonly title: string;
  readonly meaning: string;
  /** What is declared of this kind, null where nothing is, and whether a write that violates it is refused. */
  readonly schema: JsonObject | null;
  readonly refuses: boolean;
  readonly onChange: () => Promise<unknown>;
  readonly onDirty: OnDirty;
}): ReactNode {
  const { user, kind, title, meaning, schema, refuses, onDirty } = props;
  const { platform, mayChange } = useInstance();
  const toast = useToast();
  const saved = laidOut(user[kind]);
  const [text, setText] = useState(saved);
  const [refusal, setRefusal] = useState<string | null>(null);
  const isDirty = text !== saved;
  useEffect(() => onDirty(kind, isDirty), [onDirty, kind, isDirty]);
  const problem = metadataProblem(text);
  const violations = useViolations(schema, text);
  const marks = useMemo(() => {
    if (schema === null) return [];
    const validate = createMetadataValidator(schema);
    const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value);
    return jsonMarks('warning', (value) => (isObject(value) ? validate(value as JsonObject) : []));
  }, [schema]);
  const save = async () => {
    if (problem || !mayChange) return;
    setRefusal(null);
    try {
      const replaced = await platform.replaceMetadata(user.id, kind, JSON.parse(text) as JsonObject);
      await props.onChange();
      // Laid out as it is stored, or it would look unsaved; not over what was typed meanwhile.
      setText((now) => (now === text ? laidOut(replaced[kind]) : now));
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
        <JsonEditor
          label={title}
          value={text}
          onChange={setText}
          onSave={() => void save()}
          extensions={marks}
          readOnly={!mayChange}
        />
      </div>
      {problem || refusal ? (
        <p className="alert" role="alert">
          {problem ?? refusal}
        </p>
      ) : null}
      <Violations violations={violations} refuses={refuses} />
      <p className="row">
        <ChangeButton className="button" disabled={problem !== null || !isDirty} onClick={() => void save()}>
          Save {title.toLowerCase()}
        </ChangeButton>
        <button type="button" className="button" disabled={!isDirty} onClick={() => setText(saved)}>
          Reset
        </button>
      </p>
    </section>
  );
}
