import { compileTemplate, type TemplateTest, testFromData } from '@bartleby/claims-template';
import { type ReactNode, useMemo, useRef } from 'react';
import { Empty, Failure, Loading } from '../../elements/states.tsx';
import type { TemplateDataAnswer } from '../../platform/resources.ts';
import { JsonEditor } from '../editor/json-editor.tsx';
import type { Draft } from '../use-draft.ts';
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

/** `name`, or `name 2` and so on when it is taken. */
function freeName(name: string, tests: readonly TemplateTest[]): string {
  const taken = new Set(tests.map((test) => test.name));
  for (let number = 1; ; number += 1) {
    const candidate = number === 1 ? name : `${name} ${number}`;
    if (!taken.has(candidate)) return candidate;
  }
}

function nameOfUser({ data: { user } }: TemplateDataAnswer): string {
  return (user.full_name ?? user.primary_email_address ?? user.id).slice(0, 80);
}

/** Buttons that write a test; they wait while the text is none. */
function Writers({ draft: { source, tests }, tab: { previewed } }: TestsPanelProps): ReactNode {
  const { checked, replace } = tests;
  const compiled = useMemo(() => compileTemplate(source), [source]);
  const template = compiled.ok ? compiled.template : null;
  const add = (test: TemplateTest) => checked.ok && replace([...(JSON.parse(tests.text) as unknown[]), test]);
  const known = checked.ok ? checked.tests : [];
  const canMake = checked.ok && template !== null && template.claims.members.length > 0 && previewed !== null;
  return (
    <p className="row">
      <button
        type="button"
        className="button small"
        disabled={!checked.ok}
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

/** What is wrong with the text, and what the server said of it. */
function Faults({ draft: { tests, serverProblems } }: { readonly draft: Draft }): ReactNode {
  const { checked } = tests;
  const refused = serverProblems.map(({ longMessage, message }) => ({
    message: longMessage || message,
    pointer: '',
  }));
  const faults = [...(checked.ok ? [] : checked.problems), ...refused];
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

/** The tests that are kept with the template: their text, and what comes of them while template or text is typed. */
export function TestsPanel(props: TestsPanelProps): ReactNode {
  const { draft, tab, onSave } = props;
  const { source, tests } = draft;
  const latest = useRef(source);
  latest.current = source;
  const language = useMemo(() => testsLanguage(() => latest.current), []);
  return (
    <div className="editor-column">
      <JsonEditor
        label="Tests of the template, as JSON"
        value={tests.text}
        onChange={tests.setText}
        onSave={onSave}
        extensions={language}
      />
      <p className="hint">
        A template that fails one is not saved. <kbd>Ctrl</kbd> <kbd>Space</kbd> completes.{' '}
        <a href="/docs/template-tests">How tests are written</a>
      </p>
      <Writers {...props} />
      <Faults draft={draft} />
      <Outcome outcome={tab.outcome} />
    </div>
  );
}
