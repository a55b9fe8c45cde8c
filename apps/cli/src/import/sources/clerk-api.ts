import { setTimeout as pause } from 'node:timers/promises';
import { now } from '../../clock.ts';
import { Complaint } from '../../complaint.ts';

const PAGE_SIZE = 500;
const TIMEOUT_MS = 60_000;
const TRIES = 6;
const LONGEST_WAIT_SECONDS = 120;
const API_VERSION = '2026-05-12';

export interface ClerkApiOptions {
  /** `https://api.clerk.com`, or what speaks the same. */
  readonly apiUrl: string;
  readonly secretKey: string;
  /** Told before a wait that the API asked for. */
  readonly onWait: (seconds: number) => void;
}

type Json = Record<string, unknown>;

/** One GET of the Backend API: waits as long as it is told to, tries again what may pass. Null for 404 and 403. */
async function get({ apiUrl, secretKey, onWait }: ClerkApiOptions, path: string): Promise<unknown> {
  const url = `${apiUrl.replace(/\/+$/, '').replace(/\/v1$/, '')}/v1${path}`;
  let reason = '';
  for (let tries = 0; tries < TRIES; ) {
    let response: Response;
    try {
      response = await fetch(url, {
        headers: { authorization: `Bearer ${secretKey}`, 'clerk-api-version': API_VERSION },
        signal: AbortSignal.timeout(TIMEOUT_MS),
        redirect: 'manual', // A secret key goes to the host that was named, and to no other.
      });
      if (response.ok) return await response.json();
    } catch (error) {
      reason = error instanceof Error ? String(error.cause ?? error.message) : String(error);
      tries += 1;
      await pause(Math.min(250 * 2 ** tries, 5_000));
      continue;
    }
    await response.body?.cancel();
    if (response.status === 429) {
      const seconds = secondsToWait(response.headers.get('retry-after'));
      onWait(seconds);
      await pause(seconds * 1000);
      continue;
    }
    if (response.status < 500) return refusedAnswer(response.status, apiUrl);
    reason = `it answered ${response.status}`;
    tries += 1;
    await pause(Math.min(250 * 2 ** tries, 5_000));
  }
  throw new Complaint(
    `The API at ${apiUrl} could not be read (${reason}). What was imported stays: run the same command again later.`,
  );
}

function refusedAnswer(status: number, apiUrl: string): null {
  if (status === 401)
    throw new Complaint(
      `The API at ${apiUrl} does not know this secret key: look for it in the Dashboard there.`,
    );
  if (status === 403 || status === 404) return null;
  if (status < 400)
    throw new Complaint(
      `The API at ${apiUrl} sends elsewhere (${status}): give its own address to --api-url.`,
    );
  throw new Complaint(`The API at ${apiUrl} answered ${status}: is it a Clerk Backend API?`);
}

/** Retry-After (RFC 9110 §10.2.3): seconds or a date; a second without one. */
export function secondsToWait(header: string | null, instant = now()): number {
  const seconds =
    header === null || /^\d+$/.test(header) ? Number(header ?? 1) : (Date.parse(header) - instant) / 1000;
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0.1), LONGEST_WAIT_SECONDS) : 1;
}

/** How many users there are; null when the API does not say. */
export async function countUsers(options: ClerkApiOptions): Promise<number | null> {
  const answer = (await get(options, '/users/count')) as Json | null;
  return typeof answer?.total_count === 'number' ? answer.total_count : null;
}

/** Against an API whose order is not stable: then reading goes on as it can. */
const MOST_STEPS_BACK = 100;

/**
 * Every object of a list, oldest first: what is added meanwhile comes last. Each page begins with the last object of
 * the one before; when it does not, something was deleted meanwhile, and reading goes back one page. So nothing is
 * missed, and the same object may come twice.
 */
export async function* listAll(options: ClerkApiOptions, path: string): AsyncGenerator<Json> {
  let last: unknown = null;
  let stepsBack = 0;
  for (let read = 0; ; ) {
    const offset = last === null ? read : read - 1;
    const query = `limit=${PAGE_SIZE}&offset=${offset}&order_by=%2Bcreated_at`;
    const page = pageOf(await get(options, `${path}?${query}`), path);
    if (page === null) return;
    if (last !== null && page[0]?.id !== last && stepsBack < MOST_STEPS_BACK) {
      stepsBack += 1;
      read = Math.max(0, offset - PAGE_SIZE);
      last = null;
      continue;
    }
    for (const object of page) if (object.id !== last) yield object;
    if (page.length < PAGE_SIZE) return;
    read = offset + page.length;
    last = page.at(-1)?.id ?? null;
  }
}

/** A bare list, or one in `{ data }`; null for what is not there. Throws Complaint for anything else. */
function pageOf(answer: unknown, path: string): Json[] | null {
  if (answer === null) return null;
  const list = Array.isArray(answer) ? answer : (answer as Json).data;
  if (Array.isArray(list)) return list as Json[];
  throw new Complaint(`The API's answer to ${path} is no list: is it a Clerk Backend API?`);
}
