import { attempt } from '../benchmark-failure.ts';
import { checkProcessTimes } from '../cpu-time.ts';
import { startPostgres } from '../issuing/running-postgres.ts';
import { type RunningServer, startBartleby } from '../issuing/running-server.ts';
import { type SignedInBrowser, signInBrowsers } from '../issuing/signed-in-browsers.ts';
import { describeMachine, loadOfLastMinute, type Machine } from '../machine.ts';
import { quantile } from '../statistics.ts';
import { changeMetadata, changeTemplate, type Listener, openPage } from './measure-freshness.ts';

const CLAIM = "{{user.public_metadata.plan || 'free'}}";

/** The published SDK's token lives so long before it is renewed; pages are opened over this time. */
export const RENEWED_AFTER_SECONDS = 43;

interface Plan {
  readonly browsers: number;
  readonly rounds: number;
  readonly idleSeconds: number;
  /** The clock of the pages without streams: for a smoke test. */
  readonly speed: number;
}

const FULL: Plan = { browsers: 100, rounds: 5, idleSeconds: 10, speed: 1 };
const QUICK: Plan = { browsers: 3, rounds: 1, idleSeconds: 0.5, speed: 20 };

export interface FreshnessRow {
  readonly name: string;
  readonly changes: number;
  readonly milliseconds: { readonly p50: number; readonly p95: number; readonly max: number };
}

export interface FreshnessResults {
  machine: Machine;
  load: { before: number; after: number };
  quick: boolean;
  freshness: {
    browsers: number;
    rows: FreshnessRow[];
    /** Of one core, by the server and its embedded database, while all listen and nothing changes. */
    idleCpuShare: number;
  };
}

/**
 * Measures how long a change takes to the claims of pages with `@bartleby/browser`, with streams and without.
 * @throws BenchmarkFailure naming what could not be run; every process it started has ended then.
 */
export async function runFreshnessBenchmark(
  quick: boolean,
  say: (line: string) => void,
): Promise<FreshnessResults> {
  checkProcessTimes();
  const plan = quick ? QUICK : FULL;
  const load = { before: loadOfLastMinute(), after: 0 };
  const first = attempt('Freshness on the embedded database', () => onEmbedded(plan, say));
  // One after the other, where the numbers are meant to be read.
  if (!quick) await first;
  const second = attempt('Freshness on PostgreSQL', () => onTwoNodes(plan, say));
  const [embedded, twoNodes] = await Promise.all([first, second]);
  load.after = loadOfLastMinute();
  const { idleCpuShare, rows, slowest } = embedded;
  const freshness = { browsers: plan.browsers, rows: [...rows, twoNodes, slowest], idleCpuShare };
  return { machine: describeMachine(), load, quick, freshness };
}

async function onEmbedded(plan: Plan, say: (line: string) => void) {
  say('Starting a server on the embedded database');
  const server = await startBartleby(null);
  try {
    await changeTemplate(server, [], { plan: CLAIM });
    const browsers = await signInBrowsers(server, plan.browsers);
    say(`${plan.browsers} browsers listen`);
    const pages = await openPages(server, browsers);
    const idleCpuShare = await idleShare(server, plan.idleSeconds);
    const metadata = await rounds(plan, (round) => changeMetadata(server, pages, `metadata-${round}`));
    const template = await rounds(plan, (round) =>
      changeTemplate(server, pages, { plan: `template-${round}` }),
    );
    for (const page of pages) page.stop();
    say('The same browsers without streams');
    await changeTemplate(server, [], { plan: CLAIM });
    const slow = await withoutStreams(server, browsers, plan);
    return {
      idleCpuShare,
      rows: [
        rowOf('metadata changed, embedded database', metadata),
        rowOf('template saved, embedded database', template),
      ],
      slowest: rowOf(`no streams: renewed at ${RENEWED_AFTER_SECONDS} s, as @clerk/clerk-js does`, slow),
    };
  } finally {
    await server.stop();
  }
}

async function onTwoNodes(plan: Plan, say: (line: string) => void): Promise<FreshnessRow> {
  say('Starting two servers on one PostgreSQL');
  const postgres = await startPostgres();
  const servers: RunningServer[] = [];
  try {
    // One key for both, since either reads what the other encrypted.
    const environment = { BARTLEBY_ENCRYPTION_KEY: Buffer.alloc(32, 7).toString('base64') };
    for (let node = 0; node < 2; node += 1) servers.push(await startBartleby(postgres.url, environment));
    const [first, second] = servers as [RunningServer, RunningServer];
    await changeTemplate(first, [], { plan: CLAIM });
    const pages = await openPages(first, await signInBrowsers(first, plan.browsers));
    const other = { ...second, secretKey: first.secretKey };
    const changes = await rounds(plan, (round) => changeMetadata(other, pages, `other-${round}`));
    for (const page of pages) page.stop();
    return rowOf('metadata changed on another node, PostgreSQL', changes);
  } finally {
    await Promise.all(servers.map((server) => server.stop()));
    await postgres.stop();
  }
}

async function openPages(server: RunningServer, browsers: readonly SignedInBrowser[]): Promise<Listener[]> {
  const pages: Listener[] = [];
  for (const browser of browsers) pages.push(await openPage(server, browser, { liveClaims: true }));
  return pages;
}

async function rounds(plan: Plan, measure: (round: number) => Promise<number[]>): Promise<number[]> {
  const all: number[] = [];
  for (let round = 1; round <= plan.rounds; round += 1) all.push(...(await measure(round)));
  return all;
}

/** Pages opened evenly over the time after which a token is renewed, then one change for all of them. */
async function withoutStreams(
  server: RunningServer,
  browsers: readonly SignedInBrowser[],
  { speed }: Plan,
): Promise<number[]> {
  const gapMs = (RENEWED_AFTER_SECONDS * 1e3) / speed / browsers.length;
  const opening = browsers.map(async (browser, index) => {
    await sleep(index * gapMs);
    return openPage(server, browser, { liveClaims: false, speed });
  });
  const pages = await Promise.all(opening);
  const milliseconds = await changeMetadata(server, pages, 'without-streams');
  for (const page of pages) page.stop();
  return milliseconds;
}

async function idleShare(server: RunningServer, seconds: number): Promise<number> {
  const cpu = () => server.cpuSeconds() + server.engineCpuSeconds();
  const before = cpu();
  await sleep(seconds * 1e3);
  return (cpu() - before) / seconds;
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

function rowOf(name: string, milliseconds: readonly number[]): FreshnessRow {
  const at = (share: number) => quantile(milliseconds, share);
  return { name, changes: milliseconds.length, milliseconds: { p50: at(0.5), p95: at(0.95), max: at(1) } };
}

export function freshnessTable({ machine, load, quick, freshness }: FreshnessResults): string {
  const { browsers, rows, idleCpuShare } = freshness;
  const width = Math.max(...rows.map(({ name }) => name.length));
  const cell = (milliseconds: number) => `${(milliseconds / 1e3).toFixed(2)} s`.padStart(9);
  return [
    ...(quick ? ['QUICK: one short round shows that everything runs. Do not read the numbers.', ''] : []),
    `Node ${machine.node}, ${machine.system}, ${machine.cores} x ${machine.cpu}; load ${load.before.toFixed(1)} before, ${load.after.toFixed(1)} after`,
    '',
    `From a change's request to the new claims in each of ${browsers} browsers`,
    `  ${''.padEnd(width)}  changes      p50      p95      max`,
    ...rows.map(
      ({ name, changes, milliseconds: { p50, p95, max } }) =>
        `  ${name.padEnd(width)}  ${String(changes).padStart(7)}${cell(p50)}${cell(p95)}${cell(max)}`,
    ),
    `  ${browsers} idle streams take ${(idleCpuShare * 100).toFixed(1)} % of a core, embedded database included`,
  ].join('\n');
}
