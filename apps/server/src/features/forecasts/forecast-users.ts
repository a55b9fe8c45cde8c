import { type CompiledTemplate, type Forecast, ForecastTally } from '@bartleby/claims-template';
import type { Dependencies } from '../../dependencies.ts';
import { createBoundedQueue } from '../../runtime/bounded-queue.ts';
import { givingWay, restPerWork } from '../../runtime/foreground/giving-way.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { Instance } from '../instances/index.ts';
import { readsOf, type SubjectReads } from '../session-tokens/index.ts';
import { countUsers, displayName, type User } from '../users/index.ts';
import { createUserRenderer, type RenderForUser } from './create-user-renderer.ts';
import { EVERY_USER_UP_TO, marginOfError, sampleStep } from './sample.ts';
import { everyUser, sampledUsers, type UserPage } from './walk-users.ts';

/** Renderings between two turns of the event loop: a few milliseconds, so that a sign-in beside never waits long. */
const USERS_PER_TURN = 10;
/** Walks at once in one server, and requests that wait for their turn; of those that a save waits for, once more. */
const QUEUE = { running: 2, waiting: 100 };

/** For whom a walk is: who looks must not keep anybody from saving, so saves queue apart and give way less. */
export type WalkFor = keyof typeof restPerWork;

export interface ForecastInput {
  readonly instance: Instance;
  /** What tokens are made from now; null: only the draft's sizes are asked for. */
  readonly before: CompiledTemplate | null;
  readonly after: CompiledTemplate;
  /** Ends the walk within a few milliseconds. */
  readonly signal: AbortSignal;
  readonly onProgress?: (progress: ForecastProgress) => void;
  /** Up to so many users, every one is rendered; beyond, a sample. */
  readonly everyUserUpTo?: number;
  /** `asked` unless told. */
  readonly walkFor?: WalkFor;
}

export interface ForecastProgress {
  readonly usersDone: number;
  readonly usersTotal: number;
}

export interface UsersForecast extends Forecast {
  readonly usersTotal: number;
  /** Null when every user was rendered. */
  readonly sample: Sample | null;
}

export interface Sample {
  /** One user in so many. */
  readonly step: number;
  /** How far any part of all users may be from the sample's, 19 times in 20. */
  readonly marginOfError: number;
}

type Queue = ReturnType<typeof createBoundedQueue>;
const queues = new WeakMap<Dependencies['database'], Record<WalkFor, Queue>>();

/**
 * Waits for a turn to walk over users: so many walks at once, and no more, whatever each looks for.
 * @param input.signal aborted, it gives up the place in the queue; the work must end by it itself
 */
export function inWalkQueue<T>(
  { database }: Dependencies,
  { signal, walkFor = 'asked' }: { signal: AbortSignal; walkFor?: WalkFor },
  work: () => Promise<T>,
): Promise<T> {
  const found = queues.get(database) ?? {
    asked: createBoundedQueue(QUEUE),
    awaitedBySave: createBoundedQueue(QUEUE),
  };
  queues.set(database, found);
  return found[walkFor](work, signal);
}

/**
 * Renders the tokens of every user (of very many, a sample and the heaviest) under two templates and adds up what
 * differs. The one walk behind forecasts and saves. It reads pages of users and writes nothing, so that one which
 * is interrupted leaves nothing behind.
 * @throws Refusal bad_request when `signal` was aborted: nobody reads the answer; too_many_requests
 */
export function forecastUsers(dependencies: Dependencies, input: ForecastInput): Promise<UsersForecast> {
  return inWalkQueue(dependencies, input, () => walk(dependencies, input));
}

async function walk(dependencies: Dependencies, input: ForecastInput): Promise<UsersForecast> {
  const { instance, before, after, everyUserUpTo = EVERY_USER_UP_TO, walkFor = 'asked' } = input;
  const { queries } = dependencies.database;
  requireListener(input);
  const usersTotal = await countUsers(queries, instance.id, {});
  const step = sampleStep(usersTotal, everyUserUpTo);
  const reads = joined(after, before);
  const pages =
    step === 1
      ? everyUser(queries, instance.id, reads)
      : sampledUsers(queries, instance.id, { reads, step, template: after });
  const tally = new ForecastTally({ before, after });
  const render = await createUserRenderer(dependencies, instance);
  const giveWay = givingWay(dependencies, restPerWork[walkFor]);
  let usersDone = 0;
  for await (const page of pages) {
    requireListener(input);
    await addPage(tally, page, { ...input, render, giveWay });
    usersDone = Math.min(usersTotal, usersDone + page.passed);
    input.onProgress?.({ usersDone, usersTotal });
    await giveWay();
  }
  const forecast = tally.result();
  const sample = step === 1 ? null : { step, marginOfError: marginOfError(forecast.users, usersTotal) };
  return { ...forecast, usersTotal, sample };
}

async function addPage(
  tally: ForecastTally,
  { users, areHeaviest }: UserPage,
  input: ForecastInput & { render: RenderForUser; giveWay: () => Promise<void> },
): Promise<void> {
  const { before, after, render, giveWay } = input;
  for (const [index, user] of users.entries()) {
    if (index % USERS_PER_TURN === 0) await giveWay();
    requireListener(input);
    const rendered = {
      id: user.id,
      name: displayName(user as User),
      before: before && render(user, before),
      after: render(user, after),
    };
    if (areHeaviest) tally.addHeavy(rendered);
    else tally.add(rendered);
  }
}

function requireListener({ signal }: Pick<ForecastInput, 'signal'>): void {
  if (signal.aborted) throw new Refusal('bad_request', { reason: 'the client has gone' });
}

/** What either template reads, and addresses, by which users without a name are called. */
function joined(after: CompiledTemplate, before: CompiledTemplate | null): SubjectReads {
  const [a, b] = [readsOf(after), before ? readsOf(before) : null];
  return {
    emailAddresses: true,
    phoneNumbers: a.phoneNumbers || (b?.phoneNumbers ?? false),
    publicMetadata: a.publicMetadata || (b?.publicMetadata ?? false),
    unsafeMetadata: a.unsafeMetadata || (b?.unsafeMetadata ?? false),
  };
}
