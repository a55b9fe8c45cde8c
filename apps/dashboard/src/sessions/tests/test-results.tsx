import type { TestFailure, TestResult } from '@bartleby/claims-template';
import type { ReactNode } from 'react';

/** Expected and actual, for each expectation that does not hold. */
export function Failures({ failures }: { readonly failures: readonly TestFailure[] }): ReactNode {
  if (failures.length === 0) return null;
  return (
    <dl className="failures">
      {failures.map(({ pointer, claim, expected, actual }) => (
        <div key={pointer}>
          <dt dir="auto">{claim ?? 'Expected'}</dt>
          <dd>
            <span className="muted">expected</span> <code dir="auto">{expected}</code>
          </dd>
          <dd>
            <span className="muted">is</span> <code dir="auto">{actual}</code>
          </dd>
        </div>
      ))}
    </dl>
  );
}

function Result({ result }: { readonly result: TestResult }): ReactNode {
  const { name, passed, failures } = result;
  return (
    <li className={`test ${passed ? 'test-passed' : 'test-failed'}`}>
      <p>
        <strong>{passed ? 'Passes' : 'Fails'}</strong> <bdi>{name}</bdi>
      </p>
      <Failures failures={failures} />
    </li>
  );
}

/** What passes and what fails; for what fails, expected and actual. */
export function TestResultsList({ results }: { readonly results: readonly TestResult[] }): ReactNode {
  return (
    <ul className="tests" aria-label="Results">
      {results.map((result) => (
        <Result key={result.pointer} result={result} />
      ))}
    </ul>
  );
}
