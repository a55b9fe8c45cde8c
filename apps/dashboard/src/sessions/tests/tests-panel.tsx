import { compileTemplate, type TemplateTest, testFromData, testLimits } from '@bartleby/claims-template';
import { type ReactNode, useMemo, useRef } from 'react';
import { Empty, Failure, Loading } from '../../elements/states.tsx';
import type { TemplateDataAnswer } from '../../platform/resources.ts';
import { JsonEditor } from '../editor/json-editor.tsx';
import type { Draft } from '../use-draft.ts';
import { freeName, type RawTest } from './form/raw-test.ts';
import { TestsFormView } from './form/tests-form.tsx';
import { idOf, type TestsForm, useTestsForm } from './form/use-tests-form.ts';
import { TestResultsList } from './test-results.tsx';
import { testsLanguage } from './tests-language.ts';
import type { TestResults } from './use-test-results.ts';
import type { TestsTab } from './use-tests-tab.ts';

const EXAMPLE: Omit<TemplateTest, 'name'> = {
  given: { user: { first_name: 'Ada' } },
  expect: [{ claims_bytes_at_most: 600 }],
};

interface TestsPanelProps {
  readonly draft: Draft;
  readonly tab: TestsTab;
  readonly onSave: () => void;
}

function nameOfUser({ data: { user } }: TemplateDataAnswer): string {
  return (user.full_name ?? user.primary_email_address ?? user.id).slice(0, 80);
}

/** Buttons that write a test; they wait while the text is none. */
function Writers(props: TestsPanelProps & { readonly form: TestsForm }): ReactNode {
  const { draft, tab, form } = props;
  const { source } = draft;
  const { previewed } = tab;
  const compiled = useMemo(() => compileTemplate(source), [source]);
  const template = compiled.ok ? compiled.template : null;
  const known = form.tests ?? [];
  const canAdd = form.tests !== null && known.length < testLimits.tests;
  const canMake = canAdd && template !== null && template.claims.members.length > 0 && previewed !== null;
  const add = (test: TemplateTest) => form.add(test as unknown as RawTest);
  return (
    <p className="row">
      <button
        id={idOf.add}
        type="button"
        className="button small"
        disabled={!canAdd}
        onClick={() => add({ name: freeName('New test', known), ...EXAMPLE })}
      >
        Add a test
      </button>
      <button
        type="button"
        className="button small"
        disabled={!canMake}
        onClick={() =>
          template &&
          previewed &&
          add(testFromData(template, previewed.data, freeName(`Claims of ${nameOfUser(previewed)}`, known)))
        }
      >
        Make a test from this user
      </button>
    </p>
  );
}

/** What is wrong with the text and stands at no test of the form, and what the server said of it. */
function Faults({ draft, isForm }: { readonly draft: Draft; readonly isForm: boolean }): ReactNode {
  const { tests, serverProblems } = draft;
  const { checked } = tests;
  const refused = serverProblems.map(({ longMessage, message }) => ({
    message: longMessage || message,
    pointer: '',
  }));
  const found = checked.ok ? [] : checked.problems.filter(({ pointer }) => !isForm || pointer === '');
  const faults = [...found, ...refused];
  if (faults.length === 0) return null;
  return (
    <div className="problems" role="alert">
      <ul aria-label="What is wrong">
        {faults.map(({ pointer, message }) => (
          <li key={`${pointer} ${message}`} className="problem problem-error">
            <p dir="auto">
              <strong>Error</strong> {message} {pointer ? <code>{pointer}</code> : null}
            </p>
          </li>
        ))}
      </ul>
    </div>
  );
}

function Outcome({ outcome }: { readonly outcome: TestResults }): ReactNode {
  const { results, isOld, error, reload } = outcome;
  if (error) return <Failure error={error} onRetry={reload} />;
  if (results === null) return <Loading what="the results" />;
  if (results.length === 0)
    return (
      <Empty title="No tests yet.">
        <p>Say what your apps rely on, and no template that breaks it goes live.</p>
      </Empty>
    );
  return (
    <>
      {isOld ? (
        <p className="notice" role="status">
          Results of the last text without errors.
        </p>
      ) : null}
      <TestResultsList results={results} />
    </>
  );
}

function AsJson({ draft, tab, onSave }: TestsPanelProps): ReactNode {
  const { source, tests } = draft;
  const latest = useRef(source);
  latest.current = source;
  const language = useMemo(() => testsLanguage(() => latest.current), []);
  return (
    <>
      <JsonEditor
        label="Tests of the template, as JSON"
        value={tests.text}
        onChange={tests.setText}
        onSave={onSave}
        extensions={language}
      />
      <p className="hint">
        <kbd>Ctrl</kbd> <kbd>Space</kbd> completes.
      </p>
      <Outcome outcome={tab.outcome} />
    </>
  );
}

/** The tests that are kept with the template, as a form or as their text: one state, and what comes of it while typed. */
export function TestsPanel(props: TestsPanelProps): ReactNode {
  const { draft, tab, onSave } = props;
  const { asJson, setAsJson } = tab;
  const form = useTestsForm(draft.tests, tab);
  return (
    <div className="editor-column">
      <div className="spread">
        <p className="hint">
          A template that fails one is not saved. <a href="/docs/template-tests">How tests are written</a>
        </p>
        <button
          type="button"
          className="button small"
          onClick={() => {
            // What is no value yet has no place in the text.
            draft.tests.setText(draft.tests.text);
            setAsJson(!asJson);
          }}
        >
          {asJson ? 'Edit as a form' : 'Edit as JSON'}
        </button>
      </div>
      {asJson ? <AsJson {...props} /> : <TestsFormView {...{ draft, tab, form, onSave }} />}
      <Writers {...props} form={form} />
      <Faults draft={draft} isForm={!asJson && form.tests !== null} />
    </div>
  );
}
