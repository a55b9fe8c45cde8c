import type { Diagnostic } from '@bartleby/claims-template';
import type { ReactNode } from 'react';
import type { ApiProblem } from '../platform/platform-error.ts';

const WORDS = { error: 'Error', warning: 'Warning', info: 'Note' } as const;

function Problem(props: {
  readonly diagnostic: Diagnostic;
  readonly onShow: () => void;
  readonly onFix: () => void;
}): ReactNode {
  const { severity, message, hint, line, column, fix } = props.diagnostic;
  return (
    <li className={`problem problem-${severity}`} data-code={props.diagnostic.code}>
      <p>
        <strong>{WORDS[severity]}</strong> {message} {hint ? <span className="muted">{hint}</span> : null}
      </p>
      <p className="row">
        <button type="button" className="button small" onClick={props.onShow}>
          Line {line}, column {column}
        </button>
        {fix ? (
          <button
            type="button"
            className={severity === 'error' ? 'button small primary' : 'button small'}
            onClick={props.onFix}
          >
            {fix.title}
          </button>
        ) : null}
      </p>
    </li>
  );
}

/** `2 errors`; nothing for none. */
function counted(count: number, what: string): string {
  return count === 0 ? '' : `${count} ${count === 1 ? what : `${what}s`}`;
}

/** Everything that is wrong with the draft or unwise, each with its place and, where there is one, a ready edit. */
export function ProblemsList(props: {
  readonly diagnostics: readonly Diagnostic[];
  readonly serverProblems: readonly ApiProblem[];
  readonly onShow: (diagnostic: Diagnostic) => void;
  readonly onFix: (diagnostic: Diagnostic) => void;
}): ReactNode {
  const { diagnostics, serverProblems, onShow, onFix } = props;
  const errors = diagnostics.filter(({ severity }) => severity === 'error').length;
  const others = diagnostics.length - errors;
  return (
    <section className="problems" aria-labelledby="problems-title">
      <h3 id="problems-title">Problems</h3>
      <p className="muted" role="status">
        {diagnostics.length + serverProblems.length === 0
          ? 'None.'
          : [counted(errors + serverProblems.length, 'error'), counted(others, 'remark')]
              .filter(Boolean)
              .join(', ')}
      </p>
      <ul>
        {serverProblems.map((problem, index) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: one answer's list does not change.
            key={index}
            className="problem problem-error"
            data-code={problem.code}
            role="alert"
          >
            <p>
              <strong>The server refused this</strong> {problem.longMessage || problem.message}
              {typeof problem.meta.pointer === 'string' && problem.meta.pointer ? (
                <code> {problem.meta.pointer}</code>
              ) : null}
            </p>
          </li>
        ))}
        {diagnostics.map((diagnostic) => (
          <Problem
            key={`${diagnostic.code}-${diagnostic.range.from}-${diagnostic.range.to}`}
            diagnostic={diagnostic}
            onShow={() => onShow(diagnostic)}
            onFix={() => onFix(diagnostic)}
          />
        ))}
      </ul>
    </section>
  );
}
