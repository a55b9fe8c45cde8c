import type { ReactNode } from 'react';
import { useBrowserState } from '../hooks/use-browser-state.ts';
import { useBartleby } from '../provider/bartleby-provider.tsx';
import { Alert, Card, StatusLine } from './card.tsx';

/** A screen once the server has answered; until then, and when it does not, a card that says so. */
export function WhenLoaded(props: {
  readonly who: string;
  readonly heading: string;
  readonly children: ReactNode;
}): ReactNode {
  const { client } = useBartleby(props.who);
  const { status, error, client: known } = useBrowserState(props.who);
  if (known !== undefined) return props.children;
  if (status === 'loading')
    return (
      <Card heading={props.heading}>
        <StatusLine>Loading…</StatusLine>
      </Card>
    );
  const retry = () => void client.reload().catch(() => undefined);
  return (
    <Card heading={props.heading}>
      <Alert>
        {status === 'error' && error ? error.message : 'The sign-in server cannot be reached right now.'}
      </Alert>
      <button type="button" className="bartleby-button bartleby-button-quiet" onClick={retry}>
        Try again
      </button>
    </Card>
  );
}
