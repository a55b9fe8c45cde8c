import type { MergedEntry, MergeSide } from '@bartleby/claims-template';
import { type ReactNode, useId, useState } from 'react';

const WORDS: Readonly<Record<MergedEntry['change'], string>> = {
  theirs: 'changed by them',
  mine: 'changed by you',
  same: 'changed by both, alike',
  conflict: 'changed by both: choose',
};

function Text({ children }: { readonly children: string | null }): ReactNode {
  return children === null ? <span className="muted">not there</span> : <code dir="auto">{children}</code>;
}

function Row(props: {
  readonly entry: MergedEntry;
  readonly onChoose: (side: MergeSide) => void;
}): ReactNode {
  const { entry, onChoose } = props;
  const [chosen, setChosen] = useState<MergeSide>('mine');
  const group = useId();
  const isConflict = entry.change === 'conflict';
  const cell = (side: MergeSide, title: string) => {
    const isKept = isConflict ? chosen === side : entry.change === side || entry.change === 'same';
    return (
      <td data-label={title} className={isKept ? 'kept' : undefined}>
        {isConflict ? (
          <label className="check">
            <input
              type="radio"
              name={group}
              aria-label={`${entry.name}: ${title.toLowerCase()}`}
              checked={chosen === side}
              onChange={() => {
                setChosen(side);
                onChoose(side);
              }}
            />
            <Text>{entry[side]}</Text>
          </label>
        ) : (
          <Text>{entry[side]}</Text>
        )}
      </td>
    );
  };
  return (
    <tr className={isConflict ? 'both' : undefined}>
      <th scope="row">
        <bdi>{entry.name}</bdi> <span className="muted">{WORDS[entry.change]}</span>
      </th>
      <td data-label="Before">
        <Text>{entry.base}</Text>
      </td>
      {cell('theirs', 'Theirs')}
      {cell('mine', 'Yours')}
    </tr>
  );
}

/** What both started from, what they saved, what you have: a row for each claim or test that is not as it was. */
export function ThreeWayTable(props: {
  readonly what: 'Claim' | 'Test' | 'Setting' | 'Schema';
  readonly entries: readonly MergedEntry[];
  readonly onChoose: (name: string, side: MergeSide) => void;
}): ReactNode {
  const { what, entries, onChoose } = props;
  if (entries.length === 0) return null;
  return (
    <table className="claims consequences three-way">
      <caption className="visually-hidden">{what}s before, theirs and yours</caption>
      <thead>
        <tr>
          <th scope="col">{what}</th>
          <th scope="col">Before</th>
          <th scope="col">Theirs</th>
          <th scope="col">Yours</th>
        </tr>
      </thead>
      <tbody>
        {entries.map((entry) => (
          <Row key={entry.name} entry={entry} onChoose={(side) => onChoose(entry.name, side)} />
        ))}
      </tbody>
    </table>
  );
}
