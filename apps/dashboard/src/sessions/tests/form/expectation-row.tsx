import { claimTypeNames, type JsonObject, type JsonValue, type TestFailure } from '@bartleby/claims-template';
import type { ReactNode } from 'react';
import type { TestsDraft } from '../use-tests-draft.ts';
import {
  CLAIM_CONDITIONS,
  type Condition,
  conditionOf,
  SIZE_CONDITIONS,
  typesOf,
  withCondition,
} from './condition.ts';
import { JsonValueField } from './json-value-field.tsx';
import { ProblemText } from './problem-text.tsx';
import { idOf, type TestsForm } from './use-tests-form.ts';

interface ValueProps {
  readonly expectation: JsonObject;
  readonly condition: Condition;
  readonly pointer: string;
  readonly draft: TestsDraft;
  readonly onChange: (expectation: JsonObject) => void;
}

function Types({ expectation, onChange }: Pick<ValueProps, 'expectation' | 'onChange'>): ReactNode {
  const chosen = typesOf(expectation) ?? [];
  const toggle = (name: string) => {
    const next = claimTypeNames.filter((one) => (one === name) !== chosen.includes(one));
    onChange({ ...expectation, type: next.length === 1 ? next[0]! : next });
  };
  return (
    <fieldset className="bare types" aria-label="Types, one of which it has">
      {claimTypeNames.map((name) => (
        <label key={name} className="check">
          <input type="checkbox" checked={chosen.includes(name)} onChange={() => toggle(name)} />
          {name}
        </label>
      ))}
    </fieldset>
  );
}

function NumberInput(props: {
  readonly label: string;
  readonly value: JsonValue | undefined;
  readonly onChange: (value: number | null) => void;
}): ReactNode {
  const { label, value, onChange } = props;
  return (
    <input
      type="number"
      aria-label={label}
      value={typeof value === 'number' ? String(value) : ''}
      onChange={({ target }) => onChange(target.value === '' ? null : Number(target.value))}
    />
  );
}

/** The value that a condition compares with; nothing for those that need none. */
function ExpectedValue({ expectation, condition, pointer, draft, onChange }: ValueProps): ReactNode {
  switch (condition) {
    case 'text':
      return (
        <input
          aria-label="Expected text"
          dir="auto"
          autoComplete="off"
          placeholder="empty text"
          value={String(expectation.equals)}
          onChange={({ target }) => onChange({ ...expectation, equals: target.value })}
        />
      );
    case 'number':
      return (
        <NumberInput
          label="Expected number"
          value={expectation.equals}
          onChange={(equals) => onChange({ ...expectation, equals: equals ?? 0 })}
        />
      );
    case 'json':
      return (
        <JsonValueField
          label="Expected JSON"
          value={expectation.equals!}
          pointer={`${pointer}/equals`}
          draft={draft}
          isStructure
          onChange={(equals) => onChange({ ...expectation, equals })}
        />
      );
    case 'type':
      return <Types {...{ expectation, onChange }} />;
    case 'claims_bytes':
    case 'cookie_bytes':
      return (
        <NumberInput
          label="Bytes at most"
          value={expectation[`${condition}_at_most`]}
          onChange={(bytes) => onChange({ [`${condition}_at_most`]: bytes })}
        />
      );
    default:
      return null;
  }
}

interface RowProps {
  readonly form: TestsForm;
  readonly pointer: string;
  readonly number: number;
  readonly expectation: JsonObject;
  readonly failure: TestFailure | null;
  /** What would hold now instead; null when nothing can be said. */
  readonly now: JsonObject | null;
  /** The id of the list of claims to offer. */
  readonly claims: string;
  readonly onChange: (expectation: JsonObject) => void;
  /** Another condition, or none any more. */
  readonly onRebuild: (expectation: JsonObject | null) => void;
}

function Sentence({ form, pointer, expectation, claims, onChange, onRebuild }: RowProps): ReactNode {
  const condition = conditionOf(expectation);
  if (condition === null)
    return (
      <JsonValueField
        label="The expectation, as JSON"
        value={expectation}
        pointer={pointer}
        draft={form.draft}
        isStructure
        onChange={(value) => onRebuild(value as JsonObject)}
      />
    );
  const isOfClaim = !condition.endsWith('_bytes');
  return (
    <div className="sentence">
      {isOfClaim ? (
        <input
          id={idOf.value(pointer)}
          aria-label="Claim"
          list={claims}
          dir="auto"
          autoComplete="off"
          spellCheck={false}
          placeholder="claim"
          value={String(expectation.claim ?? '')}
          onChange={({ target }) => onChange({ ...expectation, claim: target.value })}
        />
      ) : null}
      <select
        aria-label="Condition"
        value={condition}
        onChange={({ target }) => onRebuild(withCondition(expectation, target.value as Condition))}
      >
        {[['A claim', CLAIM_CONDITIONS] as const, ['The size', SIZE_CONDITIONS] as const].map(
          ([label, conditions]) => (
            <optgroup key={label} label={label}>
              {conditions.map(([value, words]) => (
                <option key={value} value={value}>
                  {words}
                </option>
              ))}
            </optgroup>
          ),
        )}
      </select>
      <ExpectedValue {...{ expectation, condition, pointer, draft: form.draft, onChange }} />
    </div>
  );
}

const UNNAMED = 'Name a claim of the template, or a place in it such as /metadata/plan.';

/** One expectation as a sentence: a claim, what must be so, with which value; and what is so instead. */
export function ExpectationRow(props: RowProps): ReactNode {
  const { form, pointer, number, expectation, failure, now, onRebuild } = props;
  const isUnnamed = expectation.claim === '';
  return (
    <li className="form-row" aria-label={`Expectation ${number}`}>
      <Sentence {...props} />
      <button
        type="button"
        className="icon-button"
        aria-label={`Remove expectation ${number}`}
        onClick={() => onRebuild(null)}
      >
        ×
      </button>
      <ProblemText
        problems={form
          .problemsAt(pointer)
          .map((one) =>
            isUnnamed && one.pointer === `${pointer}/claim` ? { ...one, message: UNNAMED } : one,
          )}
      />
      {failure ? (
        <div className="field-problem">
          <p>
            It is <code dir="auto">{failure.actual}</code>. Change the template, or what is expected.
          </p>
          {now ? (
            <button type="button" className="button small" onClick={() => onRebuild(now)}>
              Expect this instead
            </button>
          ) : null}
        </div>
      ) : null}
    </li>
  );
}
