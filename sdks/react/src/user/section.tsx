import { type ReactNode, useId } from 'react';

/** One part of the account screen, named by its heading. */
export function Section({ heading, children }: { heading: string; children: ReactNode }): ReactNode {
  const id = useId();
  return (
    <section className="bartleby-section" aria-labelledby={id}>
      <h2 id={id}>{heading}</h2>
      {children}
    </section>
  );
}
