import type { ForecastProgressLine, ForecastResult } from '@bartleby/api-contract';
import { type ReactNode, useId } from 'react';
import { Modal } from '../../elements/modal.tsx';
import { Empty, Failure } from '../../elements/states.tsx';
import { ChangesTable, DistributionTable, HeaviestTable, SizesTable } from './forecast-tables.tsx';
import { SizeChart, users } from './size-chart.tsx';
import { useForecast } from './use-forecast.ts';

function Running(props: {
  readonly progress: ForecastProgressLine | null;
  readonly onCancel: () => void;
}): ReactNode {
  const id = useId();
  const { users_done: done, users_total: total } = props.progress ?? { users_done: 0, users_total: 0 };
  return (
    <div className="forecast-running">
      <p id={id}>
        {total === 0 ? 'Counting users…' : `${done.toLocaleString('en')} of ${users(total)} rendered`}
      </p>
      <progress aria-labelledby={id} max={Math.max(1, total)} value={done} />
      <button type="button" className="button" onClick={props.onCancel}>
        Cancel
      </button>
    </div>
  );
}

/** The one sentence to remember. */
function Verdict({ forecast }: { readonly forecast: ForecastResult }): ReactNode {
  const { over_limit: over, sample } = forecast;
  if (over.users_after === 0)
    return <p className="verdict verdict-good">Every user’s token fits in the cookie.</p>;
  const causes = over.by_claim.map(({ claim, users: count }) => `${claim} (${users(count)})`).join(', ');
  return (
    <p className="verdict verdict-over">
      <strong>{users(over.users_after)} would not fit</strong>
      {sample ? `, about ${over.users_after_estimate.toLocaleString('en')} of all` : ''}: their tokens would
      lose all custom claims, because of {causes}.
    </p>
  );
}

function Result({ forecast }: { readonly forecast: ForecastResult }): ReactNode {
  const { users_total: total, users_rendered: rendered, sample, compared_version: version } = forecast;
  if (total === 0) return <Empty title="There are no users yet: nothing to forecast." />;
  return (
    <>
      <p className="muted">
        {users(total)}, compared with {version === 0 ? 'no template' : `the saved version ${version}`}.
        {sample
          ? ` A sample: one user in ${sample.step}, ${users(rendered)}, and always the heaviest ones. Parts are within ${(sample.margin_of_error * 100).toFixed(2)} percent, 19 times in 20.`
          : ''}
      </p>
      <Verdict forecast={forecast} />
      <SizeChart forecast={forecast} />
      <DistributionTable forecast={forecast} />
      <ChangesTable forecast={forecast} />
      <HeaviestTable forecast={forecast} />
      <SizesTable forecast={forecast} />
    </>
  );
}

/** What a draft does to every user, before it is saved; closing it ends the work on the server. */
export function ForecastDialog(props: { readonly source: string; readonly onClose: () => void }): ReactNode {
  const { state, start, cancel } = useForecast(props.source);
  return (
    <Modal title="Forecast for all users" onClose={props.onClose} size="large">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by the keyboard. */}
      <section className="forecast" aria-label="Forecast" aria-busy={state.kind === 'running'} tabIndex={0}>
        {state.kind === 'running' ? <Running progress={state.progress} onCancel={cancel} /> : null}
        {state.kind === 'done' ? <Result forecast={state.result} /> : null}
        {state.kind === 'failed' ? <Failure error={state.error} onRetry={start} /> : null}
        {state.kind === 'cancelled' ? (
          <div className="forecast-running" role="status">
            <p>Cancelled. Nothing was changed.</p>
            <button type="button" className="button" onClick={start}>
              Start again
            </button>
          </div>
        ) : null}
      </section>
    </Modal>
  );
}
