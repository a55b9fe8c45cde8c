import type { ReactNode } from 'react';

export function Paging(props: {
  readonly offset: number;
  readonly limit: number;
  readonly total: number;
  readonly onMove: (offset: number) => void;
}): ReactNode {
  const { offset, limit, total, onMove } = props;
  if (total <= limit && offset === 0) return null;
  return (
    <nav className="paging" aria-label="Pages">
      <button
        type="button"
        className="button small"
        disabled={offset === 0}
        onClick={() => onMove(Math.max(0, offset - limit))}
      >
        Previous
      </button>
      <span>
        {Math.min(offset + 1, total)} to {Math.min(offset + limit, total)} of {total}
      </span>
      <button
        type="button"
        className="button small"
        disabled={offset + limit >= total}
        onClick={() => onMove(offset + limit)}
      >
        Next
      </button>
    </nav>
  );
}
