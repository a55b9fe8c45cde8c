import { type JsonValue, parseJson, serializeJson } from '@bartleby/claims-template';
import { type ReactNode, useState } from 'react';
import type { TestsDraft } from '../use-tests-draft.ts';
import { ProblemText } from './problem-text.tsx';

/** What keeps a text from being the value; null when nothing does. */
function faultOf(text: string, isStructure: boolean): string | null {
  const parsed = parseJson(text);
  if (!parsed.ok) return `This is no JSON yet: ${parsed.problem.message} Until it is, the last value counts.`;
  const { kind } = parsed.root;
  if (isStructure && kind !== 'object' && kind !== 'array')
    return 'This takes an object or a list. For a text, a number, true, false or null choose another condition.';
  return null;
}

/** A value as JSON: an object, a list, or what has no field of its own. */
export function JsonValueField(props: {
  readonly id?: string;
  readonly label: string;
  readonly value: JsonValue;
  readonly pointer: string;
  readonly draft: TestsDraft;
  /** Only an object or a list. */
  readonly isStructure?: boolean;
  readonly onChange: (value: JsonValue) => void;
}): ReactNode {
  const { id, label, value, pointer, draft, isStructure = false, onChange } = props;
  const [typed, setTyped] = useState<string | null>(null);
  const raw = draft.unfinished.get(pointer);
  const saysTheSame = (text: string) => {
    const isJson = faultOf(text, false) === null;
    return isJson && serializeJson(JSON.parse(text) as JsonValue) === serializeJson(value);
  };
  const shown = raw ?? (typed !== null && saysTheSame(typed) ? typed : JSON.stringify(value));
  const fault = raw === undefined ? null : faultOf(raw, isStructure);
  const type = (text: string) => {
    setTyped(text);
    if (faultOf(text, isStructure) !== null) return draft.setUnfinished(pointer, text);
    draft.setUnfinished(pointer, null);
    onChange(JSON.parse(text) as JsonValue);
  };
  const problemId = `${id ?? pointer}-fault`;
  return (
    <div className="json-value">
      <textarea
        id={id}
        className="code-input"
        aria-label={label}
        aria-invalid={fault !== null}
        aria-describedby={fault === null ? undefined : problemId}
        rows={Math.min(6, shown.split('\n').length)}
        spellCheck={false}
        value={shown}
        onChange={(event) => type(event.target.value)}
      />
      <ProblemText id={problemId} problems={fault === null ? [] : [{ pointer, message: fault }]} />
    </div>
  );
}
