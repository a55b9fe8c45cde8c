import type { ReactNode } from 'react';
import { PlatformError, sentenceOf } from '../platform/platform-error.ts';
import type { Loaded } from '../platform/use-load.ts';

export function Loading({ what }: { readonly what: string }): ReactNode {
  return (
    <p className="loading" role="status">
      Loading {what}…
    </p>
  );
}

/** What to do besides trying again, which the button says. */
function adviceOf(error: unknown): string {
  if (!(error instanceof PlatformError)) return '';
  if (error.status === 0) return 'Check that it runs (npx bartleby dev).';
  return error.status === 401 ? 'Your sign-in has ended. Load the page to sign in again.' : '';
}

/** What went wrong and how to go on. */
export function Failure(props: { readonly error: unknown; readonly onRetry: () => unknown }): ReactNode {
  return (
    <div className="banner" role="alert">
      <p>
        <strong>{sentenceOf(props.error)}</strong> {adviceOf(props.error)}
      </p>
      <button type="button" className="button" onClick={() => void props.onRetry()}>
        Try again
      </button>
    </div>
  );
}

export function Empty({ title, children }: { title: string; children?: ReactNode }): ReactNode {
  return (
    <div className="empty">
      <p className="empty-title">{title}</p>
      {children}
    </div>
  );
}

/** Loading, then the value; an error stands above the last value that is known. */
export function WhenLoaded<T>(props: {
  readonly loaded: Loaded<T>;
  readonly what: string;
  readonly children: (value: T) => ReactNode;
}): ReactNode {
  const { value, error, isLoading, reload } = props.loaded;
  return (
    <>
      {error ? <Failure error={error} onRetry={reload} /> : null}
      {value === null ? isLoading ? <Loading what={props.what} /> : null : props.children(value)}
    </>
  );
}
