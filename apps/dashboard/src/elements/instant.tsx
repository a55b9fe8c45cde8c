import type { ReactNode } from 'react';

const FORMAT = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

/** An instant of the wire, in epoch milliseconds; `never` when there is none. */
export function Instant({ at }: { readonly at: number | null | undefined }): ReactNode {
  if (at === null || at === undefined) return <span className="muted">never</span>;
  const date = new Date(at);
  return <time dateTime={date.toISOString()}>{FORMAT.format(date)}</time>;
}
