import type { TestProblem } from '@bartleby/claims-template';
import type { ReactNode } from 'react';

/** What is wrong with what stands above, and what to do. */
export function ProblemText(props: {
  readonly id?: string;
  readonly problems: readonly Pick<TestProblem, 'pointer' | 'message'>[];
}): ReactNode {
  if (props.problems.length === 0) return null;
  return (
    <div id={props.id} className="field-problem" role="alert">
      {props.problems.map(({ pointer, message }) => (
        <p key={`${pointer} ${message}`} dir="auto">
          {message}
        </p>
      ))}
    </div>
  );
}
