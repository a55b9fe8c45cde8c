import { describedOperations, isServed, nameOf, type Operation, operationsOfOurOwn } from './operations.ts';
import { cannotOccur, planForTagsOf, planNaming, readPlans } from './plans.ts';
import type { DescribedApi } from './published-descriptions.ts';
import type { SeenAnswer } from './seen-answers.ts';

export type State = 'works' | 'partly' | 'not yet' | 'will not';

export interface OperationReport {
  readonly operation: Operation;
  readonly state: State;
  /** For `partly`: what no test saw, a good answer or a documented status. */
  readonly unseen: readonly string[];
  readonly why: string;
  /** For each status one test file that saw it. */
  readonly tests: readonly string[];
}

/** How far every operation of the API is, in the order of the paths; throws when one is neither served nor planned. */
export function reportOperations(api: DescribedApi, seen: readonly SeenAnswer[]): OperationReport[] {
  const { noEvidence } = readPlans();
  const evidence = seen.filter(({ test }) => !noEvidence.includes(test));
  return [...describedOperations(api), ...operationsOfOurOwn(api)]
    .map((operation) => reportOperation(operation, evidence))
    .sort((one, other) => compare(sortKey(one.operation), sortKey(other.operation)));
}

function reportOperation(operation: Operation, evidence: readonly SeenAnswer[]): OperationReport {
  const name = nameOf(operation);
  const answers = evidence.filter((answer) => answer.operation === name);
  const statuses = new Set(answers.map(({ status }) => status));
  const works = [...statuses].some((status) => status < 400);
  const plan = works ? null : planOf(operation);
  if (plan) return { operation, ...plan, unseen: [], tests: [] };
  const unseen = documentedStatuses(operation)
    .filter((status) => !statuses.has(status))
    .map(String);
  if (!works) unseen.unshift('a good answer');
  return {
    operation,
    state: unseen.length === 0 ? 'works' : 'partly',
    unseen,
    why: '',
    tests: testsThatShow(answers),
  };
}

/** The refusals that can occur here; without a description, none is promised. One success is enough. */
function documentedStatuses(operation: Operation): number[] {
  return Object.keys(operation.described?.responses ?? {})
    .map(Number)
    .filter((status) => status >= 400 && !cannotOccur(operation, status));
}

/** Rather a feature's own test than one about all operations: it says more, and changes less. */
function testsThatShow(answers: readonly SeenAnswer[]): string[] {
  const rank = (test: string) => `${test.includes('/features/') ? 0 : 1} ${test}`;
  const first = new Map<number, string>();
  for (const { status, test } of answers) {
    const known = first.get(status);
    if (known === undefined || compare(rank(test), rank(known)) < 0) first.set(status, test);
  }
  return [...new Set(first.values())].sort(compare);
}

/** What is served and refused always may be planned by its name. */
function planOf(operation: Operation) {
  const plan = planNaming(operation);
  if (plan || isServed(operation)) return plan;
  const forTags = planForTagsOf(operation);
  if (forTags) return forTags;
  const name = nameOf(operation);
  throw new Error(`${name} is neither served nor in conformance/openapi/plans.json: say what becomes of it`);
}

const sortKey = ({ path, method }: Operation) => `${path} ${method}`;

/** The same on every machine, whatever its language. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
