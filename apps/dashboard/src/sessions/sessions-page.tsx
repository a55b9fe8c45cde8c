import { type ReactNode, useState } from 'react';
import { CodeBlock } from '../elements/code-block.tsx';
import { Instant } from '../elements/instant.tsx';
import { Empty, WhenLoaded } from '../elements/states.tsx';
import { usePageTitle } from '../elements/use-page-title.ts';
import { useInstance } from '../platform/instance-context.tsx';
import type { InstanceConfig, TemplateVersion } from '../platform/resources.ts';
import { useLoad } from '../platform/use-load.ts';
import { TemplateDialog } from './template-dialog.tsx';
import { summarizeTemplate } from './template-summary.ts';

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

function Versions({ versions }: { readonly versions: readonly TemplateVersion[] }): ReactNode {
  if (versions.length === 0) return <p className="muted">Nothing has been saved yet.</p>;
  return (
    <ol className="versions">
      {versions.map((one) => (
        <li key={one.version}>
          <details>
            <summary>
              <strong>Version {one.version}</strong>{' '}
              {one.active ? <span className="badge">active</span> : null} <Instant at={one.created_at} />
              <span dir="auto">{one.author?.name ? ` by ${one.author.name}` : ''}</span>
              {one.message ? <em dir="auto"> — {one.message}</em> : null}
            </summary>
            <CodeBlock label={`Template of version ${one.version}`}>{one.source}</CodeBlock>
          </details>
        </li>
      ))}
    </ol>
  );
}

/** The start page: what every session token of this instance carries. */
export function SessionsPage(): ReactNode {
  usePageTitle('Sessions');
  const { platform } = useInstance();
  const config = useLoad('config', platform.config);
  const versions = useLoad('versions', platform.versions);
  const [isEditing, setEditing] = useState(false);
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
            onClick={() => setEditing(true)}
          >
            Edit
          </button>
        </div>
        <WhenLoaded loaded={config} what="the template">
          {(value) => <ActiveTemplate config={value} />}
        </WhenLoaded>
      </section>
      <section className="card" aria-labelledby="versions">
        <h2 id="versions">Versions</h2>
        <WhenLoaded loaded={versions} what="the versions">
          {(value) => <Versions versions={value} />}
        </WhenLoaded>
      </section>
      {isEditing && config.value ? (
        <TemplateDialog config={config.value} onSaved={reload} onClose={() => setEditing(false)} />
      ) : null}
    </section>
  );
}
