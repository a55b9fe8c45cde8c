import { type ReactNode, useState } from 'react';
import { Empty, WhenLoaded } from '../elements/states.tsx';
import { usePageTitle } from '../elements/use-page-title.ts';
import { useInstance } from '../platform/instance-context.tsx';
import type { InstanceConfig } from '../platform/resources.ts';
import type { TemplateVersion } from '../platform/template-versions.ts';
import { useLoad } from '../platform/use-load.ts';
import { History } from './history/history.tsx';
import { RollbackDialog } from './history/rollback-dialog.tsx';
import { TemplateDialog } from './template-dialog.tsx';
import { summarizeTemplate } from './template-summary.ts';
import type { DraftStart } from './use-draft.ts';

const VERSIONS_SHOWN = 10;

function ActiveTemplate({ config }: { readonly config: InstanceConfig }): ReactNode {
  const { claims_source: source, version } = config.config.session;
  const summary = summarizeTemplate(source ?? '{}');
  if (summary.claims.length === 0)
    return (
      <Empty title="The token carries the default claims only.">
        <p>Add your own, such as a name or an address, and read them in your app without another request.</p>
      </Empty>
    );
  return (
    <>
      <dl className="facts">
        <div>
          <dt>Version</dt>
          <dd>{version ?? '—'}</dd>
        </div>
        <div>
          <dt>Claims</dt>
          <dd>{summary.claims.length}</dd>
        </div>
        <div>
          <dt>Template</dt>
          <dd>{summary.bytes.toLocaleString('en')} bytes</dd>
        </div>
      </dl>
      <table className="claims">
        <caption className="visually-hidden">Claims of the active template</caption>
        <thead>
          <tr>
            <th scope="col">Claim</th>
            <th scope="col">Value</th>
          </tr>
        </thead>
        <tbody>
          {summary.claims.map(({ name, text }) => (
            <tr key={name}>
              <th scope="row" dir="auto">
                {name}
              </th>
              <td>
                <code>{text}</code>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </>
  );
}

/** The start page: what every session token of this instance carries. */
export function SessionsPage(): ReactNode {
  usePageTitle('Sessions');
  const { platform } = useInstance();
  const config = useLoad('config', platform.config);
  const [offset, setOffset] = useState(0);
  const versions = useLoad(`versions ${offset}`, () => platform.versions({ limit: VERSIONS_SHOWN, offset }));
  const [isEditing, setEditing] = useState(false);
  const [start, setStart] = useState<DraftStart | null>(null);
  const [rollingBack, setRollingBack] = useState<TemplateVersion | null>(null);
  const edit = (from: DraftStart | null) => {
    setStart(from);
    setEditing(true);
  };
  const reload = () => Promise.all([config.reload(), versions.reload()]);
  return (
    <section className="page">
      <h1>Sessions</h1>
      <section className="card" aria-labelledby="customize">
        <div className="card-head">
          <div>
            <h2 id="customize">Customize your session token</h2>
            <p className="lead">
              Claims of your own, in every session token, beside the{' '}
              <a href="/docs/session-tokens">default claims</a>.{' '}
              <a href="/docs/customize-your-session-token">Read the guide</a>
            </p>
          </div>
          <button
            type="button"
            className="button primary"
            disabled={config.value === null}
            onClick={() => edit(null)}
          >
            Edit
          </button>
        </div>
        <WhenLoaded loaded={config} what="the template">
          {(value) => <ActiveTemplate config={value} />}
        </WhenLoaded>
      </section>
      <section className="card" aria-labelledby="versions">
        <h2 id="versions">History</h2>
        <WhenLoaded loaded={versions} what="the versions">
          {(value) => (
            <History
              versions={value}
              limit={VERSIONS_SHOWN}
              offset={offset}
              onMove={setOffset}
              onRollBack={setRollingBack}
            />
          )}
        </WhenLoaded>
      </section>
      {isEditing && config.value ? (
        <TemplateDialog
          config={config.value}
          start={start}
          onSaved={reload}
          onClose={() => setEditing(false)}
        />
      ) : null}
      {rollingBack && config.value ? (
        <RollbackDialog
          version={rollingBack}
          config={config.value}
          onDone={reload}
          onClose={() => setRollingBack(null)}
          onEdit={(version) => {
            setRollingBack(null);
            edit(version);
          }}
        />
      ) : null}
    </section>
  );
}
