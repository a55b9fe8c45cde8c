import { type JsonObject, type TestResult, testLimits } from '@bartleby/claims-template';
import type { ReactNode } from 'react';
import { TextField } from '../../../elements/text-field.tsx';
import { Failures } from '../test-results.tsx';
import { withoutItem, withoutPlaces } from '../unfinished-places.ts';
import { expectationOfNow } from './condition.ts';
import { ExpectationRow } from './expectation-row.tsx';
import { GivenPart } from './given-part.tsx';
import { ProblemText } from './problem-text.tsx';
import { type RawTest, titleOf } from './raw-test.ts';
import { idOf, type TestsForm } from './use-tests-form.ts';

interface TestProps {
  readonly form: TestsForm;
  readonly index: number;
  readonly test: RawTest;
  readonly claims: string;
}

function ExpectPart({
  form,
  index,
  test,
  claims,
  result,
}: TestProps & { readonly result: TestResult | null }): ReactNode {
  const expect = test.expect ?? [];
  const at = `/${index}/expect`;
  const put = (position: number, next: JsonObject) => expect.map((old, n) => (n === position ? next : old));
  const failureAt = (pointer: string) => result?.failures.find((one) => one.pointer === pointer) ?? null;
  return (
    <fieldset className="test-part">
      <legend>Expect</legend>
      {expect.length === 0 ? null : (
        <ul className="plain form-rows" aria-label="Expectations">
          {expect.map((expectation, n) => {
            const pointer = `${at}/${n}`;
            const failure = failureAt(pointer);
            return (
              <ExpectationRow
                // biome-ignore lint/suspicious/noArrayIndexKey: expectations have no other identity.
                key={n}
                {...{ form, pointer, expectation, failure, claims }}
                number={n + 1}
                now={
                  failure && result?.claims
                    ? expectationOfNow(expectation, result.claims, failure.actual)
                    : null
                }
                onChange={(next) => form.change(index, { ...test, expect: put(n, next) })}
                onRebuild={(next) => {
                  const rest = next ? put(n, next) : expect.filter((_, other) => other !== n);
                  const placeOf = next ? withoutPlaces(pointer) : withoutItem(at, n);
                  form.rebuild(index, { ...test, expect: rest }, placeOf);
                  if (!next) form.focusNext(idOf.addExpectation(index));
                }}
              />
            );
          })}
        </ul>
      )}
      <ProblemText problems={form.problemsAt(at).filter(({ pointer }) => pointer === at)} />
      <p>
        <button
          id={idOf.addExpectation(index)}
          type="button"
          className="button small"
          disabled={expect.length >= testLimits.expectations}
          onClick={() => {
            form.change(index, { ...test, expect: [...expect, { claim: '', equals: null }] });
            form.focusNext(idOf.value(`${at}/${expect.length}`));
          }}
        >
          Add an expectation
        </button>
      </p>
    </fieldset>
  );
}

/** Faults that have no place inside of the open test. */
const ownProblems = (form: TestsForm, index: number) =>
  form.problemsAt(`/${index}`).filter(({ pointer }) => !/^\/\d+\/(name|given|expect)(\/|$)/.test(pointer));

/** A name that two have is the fault of the one that is changed, whichever comes first in the text. */
function nameProblems(form: TestsForm, index: number, { name }: RawTest) {
  const pointer = `/${index}/name`;
  if (name === '') return [{ pointer, message: 'Say what is promised.' }];
  if (form.tests?.some((other, at) => at !== index && other.name === name))
    return [{ pointer, message: 'Another test is called so: choose another name.' }];
  return form.problemsAt(pointer);
}

function OpenTest(props: TestProps & { readonly result: TestResult | null }): ReactNode {
  const { form, index, test } = props;
  return (
    <div id={`test-${index}`} className="test-open">
      <TextField
        id={idOf.name(index)}
        label="Name: what is promised"
        value={typeof test.name === 'string' ? test.name : ''}
        maxLength={testLimits.nameCharacters}
        autoComplete="off"
        dir="auto"
        onChange={(name) => form.change(index, { ...test, name })}
      />
      <ProblemText problems={[...nameProblems(form, index, test), ...ownProblems(form, index)]} />
      <GivenPart {...props} />
      <ExpectPart {...props} />
    </div>
  );
}

/** One test: whether it passes, and all that it says when it is open. */
export function TestItem(
  props: TestProps & { readonly isOpen: boolean; readonly onToggle: () => void },
): ReactNode {
  const { form, index, test, isOpen, onToggle } = props;
  const result = form.resultOf(index);
  const problems = form.problemsAt(`/${index}`);
  const title = titleOf(test, index);
  const state =
    problems.length > 0 ? 'error' : result === null ? 'unknown' : result.passed ? 'passed' : 'failed';
  const words = { error: 'To be mended', unknown: 'Not run yet', passed: 'Passes', failed: 'Fails' }[state];
  return (
    <li className={`test test-${state}`} aria-label={title}>
      <div className="test-head">
        <p>
          <strong>{words}</strong> <bdi>{title}</bdi>
        </p>
        <div className="row">
          <button
            id={idOf.edit(index)}
            type="button"
            className="button small"
            aria-label={`${isOpen ? 'Close' : 'Edit'} ${title}`}
            aria-expanded={isOpen}
            aria-controls={isOpen ? `test-${index}` : undefined}
            onClick={onToggle}
          >
            {isOpen ? 'Close' : 'Edit'}
          </button>
          <button
            type="button"
            className="button small"
            aria-label={`Duplicate ${title}`}
            onClick={() => form.duplicate(index)}
          >
            Duplicate
          </button>
          <button
            type="button"
            className="button small"
            aria-label={`Delete ${title}`}
            onClick={() => form.remove(index)}
          >
            Delete
          </button>
        </div>
      </div>
      {isOpen ? <OpenTest {...props} result={problems.length > 0 ? null : result} /> : null}
      {isOpen ? null : <ProblemText problems={problems} />}
      {isOpen || state !== 'failed' ? null : <Failures failures={result?.failures ?? []} />}
    </li>
  );
}
