import { type ReactNode, useState } from 'react';
import { ChangeButton } from '../../elements/change-button.tsx';
import { CodeBlock } from '../../elements/code-block.tsx';
import { Instant } from '../../elements/instant.tsx';
import { Paging } from '../../elements/paging.tsx';
import type { ListOf } from '../../platform/resources.ts';
import type { TemplateVersion } from '../../platform/template-versions.ts';
import { CompareDialog } from './compare-dialog.tsx';

function Version(props: {
  readonly one: TemplateVersion;
  readonly isPicked: boolean;
  readonly onPick: () => void;
  readonly onRollBack: () => void;
}): ReactNode {
  const { one, isPicked, onPick, onRollBack } = props;
  return (
    <li className="version">
      <input
        type="checkbox"
        aria-label={`Compare version ${one.version}`}
        checked={isPicked}
        onChange={onPick}
      />
      <details>
        <summary>
          <strong>Version {one.version}</strong> {one.active ? <span className="badge">active</span> : null}{' '}
          <Instant at={one.created_at} />
          {one.author?.name ? (
            <>
              {' by '}
              <bdi>{one.author.name}</bdi>
            </>
          ) : null}
          {one.message ? (
            <>
              {' — '}
              <bdi>
                <em>{one.message}</em>
              </bdi>
            </>
          ) : null}
        </summary>
        {one.accepted_broken_users ? (
          <p className="notice">
            Saved although the tokens of {one.accepted_broken_users}{' '}
            {one.accepted_broken_users === 1 ? 'user' : 'users'} would not fit.
          </p>
        ) : null}
        <CodeBlock label={`Template of version ${one.version}`}>{one.source}</CodeBlock>
      </details>
      {one.active ? null : (
        <ChangeButton
          className="button small"
          aria-label={`Roll back to version ${one.version}`}
          onClick={onRollBack}
        >
          Roll back
        </ChangeButton>
      )}
    </li>
  );
}

/** Every version of the template: pick two to compare, or go back to one. */
export function History(props: {
  readonly versions: ListOf<TemplateVersion>;
  readonly limit: number;
  readonly offset: number;
  readonly onMove: (offset: number) => void;
  readonly onRollBack: (version: TemplateVersion) => void;
}): ReactNode {
  const { versions, limit, offset, onMove, onRollBack } = props;
  const [picked, setPicked] = useState<readonly number[]>([]);
  const [isComparing, setComparing] = useState(false);
  // A third choice takes the place of the older one.
  const pick = (version: number) =>
    setPicked((old) =>
      old.includes(version) ? old.filter((one) => one !== version) : [...old, version].slice(-2),
    );
  if (versions.total_count === 0) return <p className="muted">Nothing has been saved yet.</p>;
  const [from, to] = [...picked].sort((a, b) => a - b);
  return (
    <>
      <div className="row">
        <button
          type="button"
          className="button"
          disabled={picked.length !== 2}
          aria-describedby="compare-hint"
          onClick={() => setComparing(true)}
        >
          Compare
        </button>
        <p id="compare-hint" className="hint" role="status">
          {from !== undefined && to !== undefined
            ? `Version ${from} with version ${to}.`
            : `Choose two versions, on any page. ${picked.length} chosen.`}
        </p>
      </div>
      <ol className="versions">
        {versions.data.map((one) => (
          <Version
            key={one.version}
            one={one}
            isPicked={picked.includes(one.version)}
            onPick={() => pick(one.version)}
            onRollBack={() => onRollBack(one)}
          />
        ))}
      </ol>
      <Paging offset={offset} limit={limit} total={versions.total_count} onMove={onMove} />
      {isComparing && from !== undefined && to !== undefined ? (
        <CompareDialog from={from} to={to} onClose={() => setComparing(false)} />
      ) : null}
    </>
  );
}
