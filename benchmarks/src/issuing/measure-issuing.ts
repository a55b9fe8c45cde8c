import { importJwks, verifySessionToken } from '@bartleby/session-token';
import { importPublicKey } from '@bartleby/session-token/node';
import { treeCpuSeconds } from '../cpu-time.ts';
import type { IssuingRow } from '../results.ts';
import { quantile, spreadOf } from '../statistics.ts';
import { createTokenClient, type Load } from './request-tokens.ts';
import { startPostgres } from './running-postgres.ts';
import { type RunningServer, startBartleby } from './running-server.ts';
import { signInBrowsers } from './signed-in-browsers.ts';

interface Sample {
  load: Load;
  serverCpuSeconds: number;
  databaseCpuSeconds: number;
}

export interface IssuingBenchmark {
  /** One measurement of so many seconds. */
  round(seconds: number): Promise<void>;
  /** @param signatureMilliseconds CPU of one bare signature in each round */
  row(signatureMilliseconds: readonly number[]): IssuingRow;
  stop(): Promise<void>;
}

export interface Effort {
  browsers: number;
  connections: number;
  warmUpSeconds: number;
}

export const EMBEDDED = 'embedded (PGlite)';
export const POSTGRES = 'PostgreSQL';

/** A server on the embedded database, ready to be measured. */
export async function prepareEmbedded(effort: Effort): Promise<IssuingBenchmark> {
  const server = await startBartleby(null);
  const { engine } = server;
  return prepare(effort, server, {
    name: EMBEDDED,
    cpuSeconds: () => treeCpuSeconds(engine ?? 0),
    stop: async () => {},
  });
}

/** A server on a PostgreSQL of its own, ready to be measured, and that PostgreSQL's version. */
export async function preparePostgres(effort: Effort): Promise<IssuingBenchmark & { version: string }> {
  const postgres = await startPostgres();
  try {
    const server = await startBartleby(postgres.url);
    const benchmark = await prepare(effort, server, { ...postgres, name: POSTGRES });
    return { ...benchmark, version: postgres.version };
  } catch (error) {
    await postgres.stop();
    throw error;
  }
}

interface MeasuredDatabase {
  name: string;
  cpuSeconds(): number;
  stop(): Promise<void>;
}

async function prepare(
  effort: Effort,
  server: RunningServer,
  database: MeasuredDatabase,
): Promise<IssuingBenchmark> {
  const samples: Sample[] = [];
  try {
    const browsers = await signInBrowsers(server, effort.browsers);
    const client = createTokenClient(server.url, browsers, effort.connections);
    const warmUp = await client.load(effort.warmUpSeconds);
    await checkToken(server, warmUp.lastToken);
    return {
      async round(seconds) {
        const [serverBefore, databaseBefore] = [server.cpuSeconds(), database.cpuSeconds()];
        const load = await client.load(seconds);
        samples.push({
          load,
          serverCpuSeconds: server.cpuSeconds() - serverBefore,
          databaseCpuSeconds: database.cpuSeconds() - databaseBefore,
        });
      },
      row: (signatureMilliseconds) => summarize(database.name, samples, signatureMilliseconds),
      async stop() {
        client.close();
        await server.stop();
        await database.stop();
      },
    };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** What is fast must also be right: the token is the server's own and good. */
async function checkToken({ url }: RunningServer, token: string): Promise<void> {
  const jwks: unknown = await (await fetch(`${url}/i/app/.well-known/jwks.json`)).json();
  const keys = await importJwks(jwks, importPublicKey);
  const result = await verifySessionToken(token, { keys, nowSeconds: Date.now() / 1000 });
  if (!result.ok) throw new Error(`the server issued a token that does not verify: ${result.message}`);
}

function summarize(
  database: string,
  samples: readonly Sample[],
  signatureMilliseconds: readonly number[],
): IssuingRow {
  const perToken = (seconds: number, { tokens }: Load) => (seconds * 1e3) / tokens;
  const latency = (share: number) =>
    spreadOf(samples.map(({ load }) => quantile(load.latenciesMilliseconds, share)));
  return {
    database,
    tokensPerSecond: spreadOf(samples.map(({ load }) => load.tokens / load.seconds)),
    p50Milliseconds: latency(0.5),
    p99Milliseconds: latency(0.99),
    serverCpuMilliseconds: spreadOf(
      samples.map(({ serverCpuSeconds, load }) => perToken(serverCpuSeconds, load)),
    ),
    databaseCpuMilliseconds: spreadOf(
      samples.map(({ databaseCpuSeconds, load }) => perToken(databaseCpuSeconds, load)),
    ),
    cpuRatioToSignature: spreadOf(
      samples.map(
        ({ serverCpuSeconds, databaseCpuSeconds, load }, round) =>
          perToken(serverCpuSeconds + databaseCpuSeconds, load) / signatureMilliseconds[round]!,
      ),
    ),
  };
}
