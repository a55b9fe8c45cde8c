import { Agent, request } from 'node:http';
import { PAGE_ORIGIN, type SignedInBrowser } from './signed-in-browsers.ts';

export interface Load {
  tokens: number;
  seconds: number;
  latenciesMilliseconds: number[];
  lastToken: string;
}

export interface TokenClient {
  /** Asks on every connection, one request after the other, for so long. */
  load(seconds: number): Promise<Load>;
  close(): void;
}

/** Connections kept open to one server; the sessions take turns. */
export function createTokenClient(
  url: string,
  browsers: readonly SignedInBrowser[],
  connections: number,
): TokenClient {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  let turn = 0;
  return {
    async load(seconds) {
      const load: Load = { tokens: 0, seconds: 0, latenciesMilliseconds: [], lastToken: '' };
      const startedAt = performance.now();
      const end = startedAt + seconds * 1e3;
      const lane = async () => {
        while (performance.now() < end) {
          const askedAt = performance.now();
          load.lastToken = await requestToken(agent, url, browsers[turn++ % browsers.length]!);
          load.latenciesMilliseconds.push(performance.now() - askedAt);
          load.tokens += 1;
        }
      };
      await Promise.all(Array.from({ length: connections }, lane));
      load.seconds = (performance.now() - startedAt) / 1e3;
      return load;
    },
    close: () => agent.destroy(),
  };
}

function requestToken(agent: Agent, url: string, { path, cookie }: SignedInBrowser): Promise<string> {
  return new Promise((resolve, reject) => {
    const headers = {
      cookie,
      origin: PAGE_ORIGIN,
      'content-type': 'application/x-www-form-urlencoded',
      'content-length': 0,
    };
    const asked = request(`${url}${path}`, { method: 'POST', agent, headers }, (answer) => {
      let body = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        body += chunk;
      });
      answer.on('error', reject);
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve((JSON.parse(body) as { jwt: string }).jwt);
        else reject(new Error(`a token request answered ${answer.statusCode}: ${body}`));
      });
    });
    asked.on('error', reject);
    asked.setTimeout(10_000, () => asked.destroy(new Error('a token request took over 10 seconds')));
    asked.end();
  });
}
