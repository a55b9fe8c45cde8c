import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describedOperations, isServed, nameOf, type Operation, operationsOfOurOwn } from './operations.ts';
import { type DescribedApi, repository } from './published-descriptions.ts';
import type { SeenAnswer } from './seen-answers.ts';

interface Plan {
  readonly tags?: readonly string[];
  readonly operations?: readonly string[];
  readonly why: string;
}

interface Plans {
  readonly notYet: readonly Plan[];
  readonly willNot: readonly Plan[];
  readonly statusesThatCannotOccur: readonly {
    readonly statuses: readonly number[];
    /** Every operation, unless named. */
    readonly operations?: readonly string[];
    readonly why: string;
  }[];
  /** Test files that see many answers by chance: they judge, but show nothing. */
  readonly noEvidence: readonly string[];
}

export type State = 'works' | 'partly' | 'not yet' | 'will not';

export interface OperationReport {
  readonly operation: Operation;
  readonly state: State;
  /** For `partly`: what no test saw, a good answer or a documented status. */
  readonly unseen: readonly string[];
  readonly why: string;
  readonly tests: readonly string[];
}

const plans = () =>
  JSON.parse(readFileSync(join(repository, 'conformance/openapi/plans.json'), 'utf8')) as Plans;

/** How far every operation of the API is, in the order of the paths; throws when one is neither served nor planned. */
export function reportOperations(api: DescribedApi, seen: readonly SeenAnswer[]): OperationReport[] {
  const known = plans();
  const evidence = seen.filter(({ test }) => !known.noEvidence.includes(test));
  return [...describedOperations(api), ...operationsOfOurOwn(api)]
    .map((operation) => reportOperation(operation, evidence, known))
    .sort((one, other) => compare(sortKey(one.operation), sortKey(other.operation)));
}

function reportOperation(
  operation: Operation,
  evidence: readonly SeenAnswer[],
  known: Plans,
): OperationReport {
  const name = nameOf(operation);
  const answers = evidence.filter((answer) => answer.operation === name);
  const statuses = new Set(answers.map(({ status }) => status));
  const works = [...statuses].some((status) => status < 400);
  if (!works && !isServed(operation)) return planned(operation, known);
  const unseen = documentedStatuses(operation, known)
    .filter((status) => !statuses.has(status))
    .map(String);
  if (!works) unseen.unshift('a good answer');
  const tests = [...new Set(answers.map(({ test }) => test))].sort(compare);
  return { operation, state: unseen.length === 0 ? 'works' : 'partly', unseen, why: '', tests };
}

/** The refusals that can occur here; without a description, none is promised. One success is enough. */
function documentedStatuses(operation: Operation, known: Plans): number[] {
  const name = nameOf(operation);
  const impossible = new Set(
    known.statusesThatCannotOccur
      .filter(({ operations }) => !operations || operations.includes(name))
      .flatMap(({ statuses }) => statuses),
  );
  return Object.keys(operation.described?.responses ?? {})
    .map(Number)
    .filter((status) => status >= 400 && !impossible.has(status));
}

function planned(operation: Operation, known: Plans): OperationReport {
  const name = nameOf(operation);
  const tags = operation.described?.tags ?? [];
  const named = (plan: Plan) => plan.operations?.includes(name);
  const tagged = (plan: Plan) => plan.tags?.some((tag) => tags.includes(tag));
  // What names an operation wins over what names a tag, and "will not" over "not yet".
  for (const fits of [named, tagged])
    for (const [state, list] of [
      ['will not', known.willNot],
      ['not yet', known.notYet],
    ] as const) {
      const plan = list.find(fits);
      if (plan) return { operation, state, unseen: [], why: plan.why, tests: [] };
    }
  throw new Error(`${name} is neither served nor in conformance/openapi/plans.json: say what becomes of it`);
}

const sortKey = ({ path, method }: Operation) => `${path} ${method}`;

/** The same on every machine, whatever its language. */
function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
