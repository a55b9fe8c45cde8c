import { type KeyboardEvent, type ReactNode, useRef, useState } from 'react';
import { CodeBlock } from '../elements/code-block.tsx';
import { CopyButton } from '../elements/copy-button.tsx';
import { Empty } from '../elements/states.tsx';
import type { EnvironmentBlock } from '../platform/resources.ts';

const STEPS: Readonly<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };

/** Tabs, one per framework: arrow keys move, as in every tab list. */
export function EnvironmentBlocks({ blocks }: { readonly blocks: readonly EnvironmentBlock[] }): ReactNode {
  const [chosen, setChosen] = useState(0);
  const list = useRef<HTMLDivElement>(null);
  const shown = blocks[chosen];
  const onKeyDown = (event: KeyboardEvent) => {
    const step = STEPS[event.key];
    if (!step) return;
    event.preventDefault();
    const next = (chosen + step + blocks.length) % blocks.length;
    setChosen(next);
    list.current?.querySelectorAll<HTMLElement>('[role="tab"]')[next]?.focus();
  };
  if (!shown) return <Empty title="The server names no framework." />;
  return (
    <>
      <div ref={list} role="tablist" aria-label="Framework" className="tabs" onKeyDown={onKeyDown}>
        {blocks.map((block, index) => (
          <button
            key={block.framework}
            type="button"
            role="tab"
            id={`tab-${block.framework}`}
            aria-selected={index === chosen}
            aria-controls="environment-block"
            tabIndex={index === chosen ? 0 : -1}
            onClick={() => setChosen(index)}
          >
            {block.title}
          </button>
        ))}
      </div>
      <div
        id="environment-block"
        role="tabpanel"
        aria-labelledby={`tab-${shown.framework}`}
        className="tab-panel"
      >
        <CodeBlock label={`Environment for ${shown.title}`}>{shown.block}</CodeBlock>
        <CopyButton text={shown.block} what={`the block for ${shown.title}`} />
        {shown.notes.map((note) => (
          <p key={note} className="hint">
            {note}
          </p>
        ))}
      </div>
    </>
  );
}
