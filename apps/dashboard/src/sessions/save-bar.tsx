import { type ReactNode, useState } from 'react';
import { TextField } from '../elements/text-field.tsx';
import { BrokenUsersField } from './broken-users/broken-users-field.tsx';
import type { BrokenUsers } from './broken-users/use-broken-users.ts';
import type { Draft } from './use-draft.ts';

/** Why the draft cannot be saved now; null when it can. */
export function reasonAgainstSaving(
  draft: Draft,
  { count, isAccepted }: BrokenUsers,
  failedTests: number,
): string | null {
  if (draft.isSaving) return 'Saving…';
  if (draft.errors > 0)
    return draft.errors === 1 ? 'Fix the error first.' : `Fix the ${draft.errors} errors first.`;
  if (!draft.tests.isReady) return 'Fix the tests first.';
  if (!draft.isDirty) return 'Nothing has changed.';
  if (failedTests > 0) return failedTests === 1 ? 'A test fails.' : `${failedTests} tests fail.`;
  if (count > 0 && !isAccepted)
    return `The token of ${count} ${count === 1 ? 'user' : 'users'} would not fit in the cookie. Shorten the claims, or type how many users this breaks.`;
  return null;
}

export function SaveBar(props: {
  readonly draft: Draft;
  readonly reason: string | null;
  readonly broken: BrokenUsers;
  readonly message: string;
  readonly onMessage: (message: string) => void;
  readonly onForecast: () => void;
  readonly onReset: () => void;
  readonly onSave: () => void;
}): ReactNode {
  const { draft, reason, broken, message, onMessage, onForecast, onReset, onSave } = props;
  const [hasMessage, setHasMessage] = useState(false);
  return (
    <footer className="save-bar">
      <p className="save-state" role="status">
        {draft.isDirty ? <strong className="unsaved">Unsaved changes</strong> : <span>All saved</span>}
        <span id="save-reason" className={draft.isDirty ? undefined : 'visually-hidden'}>
          {reason ?? ''}
        </span>
      </p>
      {draft.isDirty ? <BrokenUsersField broken={broken} what="Save" /> : null}
      {hasMessage ? (
        <TextField
          label="What changed (optional)"
          value={message}
          maxLength={200}
          // It takes the place of the button that was pressed.
          autoFocus
          onChange={onMessage}
          autoComplete="off"
        />
      ) : (
        <button type="button" className="button" onClick={() => setHasMessage(true)}>
          Add a message
        </button>
      )}
      <button type="button" className="button" disabled={!draft.isDirty || draft.isSaving} onClick={onReset}>
        Reset
      </button>
      <button type="button" className="button" disabled={draft.errors > 0} onClick={onForecast}>
        Forecast
      </button>
      <button
        type="button"
        className="button primary"
        disabled={reason !== null}
        aria-describedby="save-reason"
        onClick={onSave}
      >
        Save
      </button>
    </footer>
  );
}
