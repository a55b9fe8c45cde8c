import type { ReactNode } from 'react';
import { CodeBlock } from '../../elements/code-block.tsx';
import { type DifferenceLine, differenceLines } from './line-difference.ts';

function Line({ kind, text }: DifferenceLine): ReactNode {
  if (kind === 'gap') return <span className="diff-line diff-gap">{'⋯\n'}</span>;
  if (kind === 'added') return <ins className="diff-line">{`+ ${text}\n`}</ins>;
  if (kind === 'removed') return <del className="diff-line">{`- ${text}\n`}</del>;
  return <span className="diff-line">{`  ${text}\n`}</span>;
}

/** Two texts, line by line; told by signs and elements, not by colour alone. */
export function TextDifference(props: {
  readonly label: string;
  readonly before: string;
  readonly after: string;
}): ReactNode {
  const lines = differenceLines(props.before, props.after);
  if (lines.length === 0) return <p className="muted">The text is the same.</p>;
  return (
    <CodeBlock label={props.label} className="block difference">
      {lines.map((line, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: lines have no other identity.
        <Line key={index} {...line} />
      ))}
    </CodeBlock>
  );
}
