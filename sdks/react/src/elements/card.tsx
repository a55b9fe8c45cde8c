import type { ReactNode } from 'react';
import { useStyleSheet } from '../styles/use-style-sheet.ts';

/** The frame of a screen; `heading` names it. */
export function Card(props: {
  readonly heading: string;
  readonly subheading?: ReactNode;
  readonly footer?: ReactNode;
  readonly children: ReactNode;
  readonly isWide?: boolean;
}): ReactNode {
  useStyleSheet();
  return (
    <div className={`bartleby-card${props.isWide ? ' bartleby-card-wide' : ''}`}>
      <header className="bartleby-card-header">
        <h1>{props.heading}</h1>
        {props.subheading ? <p className="bartleby-subheading">{props.subheading}</p> : null}
      </header>
      {props.children}
      {props.footer ? <footer className="bartleby-card-footer">{props.footer}</footer> : null}
    </div>
  );
}

/** What went wrong, read out at once and reachable by focus. */
export function Alert({ id, children }: { readonly id?: string; readonly children: ReactNode }): ReactNode {
  return (
    <div id={id} className="bartleby-alert" role="alert" tabIndex={-1}>
      {children}
    </div>
  );
}

/** What went well or is under way, read out when there is time. Always there, so that changes are heard. */
export function StatusLine({ children }: { readonly children: ReactNode }): ReactNode {
  return (
    <p className="bartleby-status" role="status">
      {children}
    </p>
  );
}

/** The button that sends a form; says so while it does. */
export function SubmitButton(props: {
  readonly isPending: boolean;
  readonly children: ReactNode;
  readonly pendingText: string;
}): ReactNode {
  return (
    <button type="submit" className="bartleby-button" aria-disabled={props.isPending || undefined}>
      {props.isPending ? props.pendingText : props.children}
    </button>
  );
}

/** Between the last step and the page that follows. */
export function DoneCard(props: { readonly problem: string | null; readonly retry: () => void }): ReactNode {
  if (!props.problem)
    return (
      <Card heading="You are signed in">
        <StatusLine>One moment…</StatusLine>
      </Card>
    );
  return (
    <Card heading="Almost there">
      <Alert>{props.problem}</Alert>
      <button type="button" className="bartleby-button" onClick={props.retry}>
        Try again
      </button>
    </Card>
  );
}
