import { type ReactNode, useState } from 'react';
import { ChangeButton } from '../elements/change-button.tsx';
import { useEditing } from '../elements/editing/use-editing.ts';
import { Empty, WhenLoaded } from '../elements/states.tsx';
import { usePageTitle } from '../elements/use-page-title.ts';
import { useInstance } from '../platform/instance-context.tsx';
import type { InstanceConfig } from '../platform/resources.ts';
import type { TemplateVersion } from '../platform/template-versions.ts';
import { useLoad } from '../platform/use-load.ts';
import { useEditorMemory } from './editor/editor-memory.ts';
import { History } from './history/history.tsx';
import { RollbackDialog } from './history/rollback-dialog.tsx';
import { testsText } from './history/tests-text.ts';
import { OverflowBanner } from './overflow-banner.tsx';
import { TemplateDialog } from './template-dialog.tsx';
import { summarizeTemplate } from './template-summary.ts';
import type { DraftStart } from './use-draft.ts';
import { useUndo } from './use-undo.ts';

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
          <dd>{version}</dd>
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
      <table className="claims list">
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
  const [undone, setUndone] = useState<InstanceConfig | null>(null);
  const [rollingBack, setRollingBack] = useState<TemplateVersion | null>(null);
  const editing = useEditing<DraftStart>();
  const memory = useEditorMemory(config.value?.config_version ?? '');
  /** Who opens the editor now must not see what was before, while the answers are on their way. */
  const reloadAfter = (now: InstanceConfig) => {
    config.replace(now);
    return Promise.all([config.reload(), versions.reload()]);
  };
  const tellReplaced = useUndo({
    onUndone: (now) => {
      setUndone(now);
      return reloadAfter(now);
    },
    onRefused: (version) =>
      setRollingBack(versions.value?.data.find((one) => one.version === version) ?? null),
  });
  return (
    <section className="page">
      <h1>Sessions</h1>
      {config.value ? <OverflowBanner version={config.value.config_version} /> : null}
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
          <ChangeButton
            className="button primary"
            disabled={config.value === null}
            onClick={() => editing.open(null)}
          >
            Edit
          </ChangeButton>
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
      {editing.opened && config.value ? (
        <TemplateDialog
          key={editing.opened.number}
          config={config.value}
          editing={editing}
          undone={undone}
          memory={memory}
          onSaved={(replaced) => {
            const { version } = replaced.after.config.session;
            tellReplaced(`Saved as version ${version}; apps see it within 60 seconds.`, replaced);
            return reloadAfter(replaced.after);
          }}
        />
      ) : null}
      {rollingBack && config.value ? (
        <RollbackDialog
          version={rollingBack}
          config={config.value}
          onDone={(replaced) => {
            const back = `Rolled back to version ${rollingBack.version}; apps see it within 60 seconds.`;
            tellReplaced(back, replaced);
            setUndone(replaced.after);
            return reloadAfter(replaced.after);
          }}
          onClose={() => setRollingBack(null)}
          onEdit={({ source, tests }) => {
            setRollingBack(null);
            const text = `The text of version ${rollingBack.version} is in the editor.`;
            editing.bring({ source, testsText: testsText(tests) }, text);
          }}
        />
      ) : null}
    </section>
  );
}
