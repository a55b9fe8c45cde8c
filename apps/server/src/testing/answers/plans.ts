import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describedOperations, isServed, nameOf, type Operation } from './operations.ts';
import { describedApis, repository } from './published-descriptions.ts';
import type { SeenAnswer } from './seen-answers.ts';

interface Plan {
  readonly tags?: readonly string[];
  readonly operations?: readonly string[];
  readonly why: string;
}

/** Documented statuses that this server has no occasion for. */
export interface ImpossibleStatuses {
  readonly statuses: readonly number[];
  /** Every operation, unless named. */
  readonly operations?: readonly string[];
  readonly why: string;
}

interface Plans {
  readonly notYet: readonly Plan[];
  readonly willNot: readonly Plan[];
  readonly statusesThatCannotOccur: readonly ImpossibleStatuses[];
  /** Test files that see many answers by chance: they judge, but show nothing. */
  readonly noEvidence: readonly string[];
}

let read: Plans | undefined;

/** What becomes of what the tests cannot show. */
export function readPlans(): Plans {
  read ??= JSON.parse(readFileSync(join(repository, 'conformance/openapi/plans.json'), 'utf8')) as Plans;
  return read;
}

interface Planned {
  readonly state: 'will not' | 'not yet';
  readonly why: string;
}

/** The plan that names the operation; null without one. */
export function planNaming(operation: Operation): Planned | null {
  return planThat((plan) => plan.operations?.includes(nameOf(operation)));
}

/** The plan for the operations of one of its tags; null without one. */
export function planForTagsOf(operation: Operation): Planned | null {
  const tags = operation.described?.tags ?? [];
  return planThat((plan) => plan.tags?.some((tag) => tags.includes(tag)));
}

function planThat(fits: (plan: Plan) => boolean | undefined): Planned | null {
  const { willNot, notYet } = readPlans();
  const never = willNot.find(fits);
  if (never) return { state: 'will not', why: never.why };
  const later = notYet.find(fits);
  return later ? { state: 'not yet', why: later.why } : null;
}

export function cannotOccur(operation: Operation, status: number): boolean {
  const name = nameOf(operation);
  return readPlans().statusesThatCannotOccur.some(
    ({ statuses, operations }) => statuses.includes(status) && (!operations || operations.includes(name)),
  );
}

/** What in `plans.json` the server or its tests contradict. */
export function complaintsAboutPlans(seen: readonly SeenAnswer[]): string[] {
  const { notYet, willNot, statusesThatCannotOccur } = readPlans();
  const described = new Map(describedApis.flatMap(describedOperations).map((each) => [nameOf(each), each]));
  const plans = [...notYet, ...willNot];
  const complaints: string[] = [];
  for (const name of [...plans, ...statusesThatCannotOccur].flatMap(({ operations }) => operations ?? []))
    if (!described.has(name)) complaints.push(`No description has ${name}.`);
  const working = new Set(seen.filter(({ status }) => status < 400).map(({ operation }) => operation));
  for (const name of plans.flatMap(({ operations }) => operations ?? []))
    if (working.has(name)) complaints.push(`A test has had a good answer, so it needs no plan: ${name}`);
  const unserved = [...described.values()].filter((operation) => !isServed(operation));
  const tags = new Set(unserved.flatMap((operation) => operation.described?.tags ?? []));
  for (const tag of plans.flatMap((plan) => plan.tags ?? []))
    if (!tags.has(tag)) complaints.push(`All that has the tag is served: ${tag}`);
  for (const { statuses, operations = [] } of statusesThatCannotOccur)
    for (const { operation, status, test } of seen)
      if (operations.includes(operation) && statuses.includes(status))
        complaints.push(`It can occur, ${test} saw it: ${operation} ${status}`);
  return [...new Set(complaints)].map((complaint) => `conformance/openapi/plans.json: ${complaint}`);
}
