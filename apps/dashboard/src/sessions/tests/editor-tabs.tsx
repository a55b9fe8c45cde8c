import { type KeyboardEvent, type ReactNode, useRef } from 'react';
import type { Draft } from '../use-draft.ts';
import { TestsPanel } from './tests-panel.tsx';
import type { TestResults } from './use-test-results.ts';
import type { TestsDraft } from './use-tests-draft.ts';
import type { TestsTab } from './use-tests-tab.ts';

function testsTitle({ checked }: TestsDraft, { results, failed }: TestResults): string {
  if (!checked.ok) return 'Tests: with errors';
  if (!results || results.length === 0) return 'Tests';
  return failed > 0 ? `Tests: ${failed} of ${results.length} failing` : `Tests: ${results.length} passing`;
}

/** Template and tests of one draft: two tabs over the editor. The template's editor stays while it is hidden. */
export function EditorTabs(props: {
  readonly draft: Draft;
  readonly tab: TestsTab;
  readonly onSave: () => void;
  /** The template's editor. */
  readonly children: ReactNode;
}): ReactNode {
  const { draft, tab: testsTab, onSave, children } = props;
  const { shown, show, outcome } = testsTab;
  const list = useRef<HTMLDivElement>(null);
  const titles = { template: 'Template', tests: testsTitle(draft.tests, outcome) } as const;
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    const next = shown === 'template' ? 'tests' : 'template';
    show(next);
    list.current?.querySelector<HTMLElement>(`#tab-${next}`)?.focus();
  };
  return (
    <div className="editor-column">
      <div ref={list} role="tablist" aria-label="What is edited" className="tabs" onKeyDown={onKeyDown}>
        {(['template', 'tests'] as const).map((tab) => (
          <button
            key={tab}
            type="button"
            role="tab"
            id={`tab-${tab}`}
            className={tab === 'tests' && outcome.failed > 0 ? 'tab-failed' : undefined}
            aria-selected={tab === shown}
            aria-controls={`panel-${tab}`}
            tabIndex={tab === shown ? 0 : -1}
            onClick={() => show(tab)}
          >
            {titles[tab]}
          </button>
        ))}
      </div>
      <div id="panel-template" role="tabpanel" aria-labelledby="tab-template" hidden={shown !== 'template'}>
        {children}
      </div>
      <div id="panel-tests" role="tabpanel" aria-labelledby="tab-tests" hidden={shown !== 'tests'}>
        {shown === 'tests' ? <TestsPanel draft={draft} tab={testsTab} onSave={onSave} /> : null}
      </div>
    </div>
  );
}
