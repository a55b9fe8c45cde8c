import { type KeyboardEvent, type ReactNode, useId, useMemo } from 'react';
import { Empty, Failure } from '../../../elements/states.tsx';
import type { Draft } from '../../use-draft.ts';
import type { TestsTab } from '../use-tests-tab.ts';
import { claimNames } from './raw-test.ts';
import { TestItem } from './test-item.tsx';
import type { TestsForm } from './use-tests-form.ts';

interface TestsFormProps {
  readonly draft: Draft;
  readonly tab: TestsTab;
  readonly form: TestsForm;
  readonly onSave: () => void;
}

/** Only the text says what it says. */
function NoForm({ tab }: Pick<TestsFormProps, 'tab'>): ReactNode {
  return (
    <div className="notice" role="status">
      <p>The form cannot show this text. Mend it as JSON, then come back.</p>
      <button type="button" className="button small" onClick={() => tab.setAsJson(true)}>
        Edit as JSON
      </button>
    </div>
  );
}

/** The tests as a form: one entry a test, with what comes of it while template or test is changed. */
export function TestsFormView({ draft, tab, form, onSave }: TestsFormProps): ReactNode {
  const { outcome, opened, setOpened } = tab;
  const id = useId();
  const names = useMemo(() => claimNames(draft.source), [draft.source]);
  if (form.tests === null) return <NoForm tab={tab} />;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 's' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    onSave();
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the key saves wherever the focus is in it.
    <div className="tests-form" onKeyDown={onKeyDown}>
      {outcome.error ? <Failure error={outcome.error} onRetry={outcome.reload} /> : null}
      <datalist id={`${id}-claims`}>
        {names.map((name) => (
          <option key={name} value={name} />
        ))}
      </datalist>
      {form.tests.length === 0 ? (
        <Empty title="No tests yet.">
          <p>Say what your apps rely on, and no template that breaks it goes live.</p>
        </Empty>
      ) : (
        <ul className="tests" aria-label="Tests">
          {form.tests.map((test, index) => (
            <TestItem
              // biome-ignore lint/suspicious/noArrayIndexKey: names change while they are typed.
              key={index}
              {...{ form, index, test }}
              claims={`${id}-claims`}
              isOpen={opened === index}
              onToggle={() => setOpened(opened === index ? null : index)}
            />
          ))}
        </ul>
      )}
    </div>
  );
}
