import { type BrowserClient, createBartlebyBrowserClient } from '@bartleby/browser';
import { connect } from '../forecast/measure-forecast.ts';
import type { RunningServer } from '../issuing/running-server.ts';
import type { SignedInBrowser } from '../issuing/signed-in-browsers.ts';
import { nodeBrowser } from './node-browser.ts';

/** Changes under way at once. */
const WRITERS = 8;
/** Longer than any token lives. */
const LATE_MILLISECONDS = 90_000;

export interface Listener {
  readonly userId: string;
  /** Resolves, once the claim `plan` has this value in the SDK's state, to `performance.now()`. */
  sees(plan: string): Promise<number>;
  stop(): void;
}

/** Opens a page with `@bartleby/browser` for a signed-in user; resolves when it is loaded. */
export async function openPage(
  server: RunningServer,
  browser: SignedInBrowser,
  options: { liveClaims: boolean; speed?: number },
): Promise<Listener> {
  const client: BrowserClient = createBartlebyBrowserClient(
    {
      publishableKey: server.publishableKey,
      proxyUrl: `${server.url}/i/app`,
      liveClaims: options.liveClaims,
    },
    nodeBrowser(browser.cookie, options.speed),
  );
  await client.load();
  const userId = client.getState().auth?.userId;
  if (!userId) throw new Error('a page was loaded and nobody was signed in');
  return { userId, sees: (plan) => seen(client, plan), stop: client.stop };
}

function seen(client: BrowserClient, plan: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const late = setTimeout(
      () => reject(new Error(`a page did not show the plan ${plan} in ${LATE_MILLISECONDS / 1e3} s`)),
      LATE_MILLISECONDS,
    );
    const look = () => {
      if (client.getState().auth?.sessionClaims?.plan !== plan) return;
      clearTimeout(late);
      stop();
      resolve(performance.now());
    };
    const stop = client.subscribe(look);
    look();
  });
}

/** Changes the metadata of every page's user; milliseconds from each request to the claims in that page. */
export async function changeMetadata(
  { url, secretKey }: RunningServer,
  pages: readonly Listener[],
  plan: string,
): Promise<number[]> {
  const shown = pages.map((page) => page.sees(plan));
  const sentAt: number[] = [];
  const left = pages.map(({ userId }, index) => ({ userId, index }));
  const write = async () => {
    for (let next = left.shift(); next !== undefined; next = left.shift()) {
      sentAt[next.index] = performance.now();
      const answer = await fetch(`${url}/v1/users/${next.userId}/metadata`, {
        method: 'PATCH',
        headers: { authorization: `Bearer ${secretKey}`, 'content-type': 'application/json' },
        body: JSON.stringify({ public_metadata: { plan } }),
      });
      if (!answer.ok)
        throw new Error(`a change of metadata answered ${answer.status}: ${await answer.text()}`);
      await answer.arrayBuffer();
    }
  };
  const [shownAt] = await Promise.all([
    Promise.all(shown),
    ...Array.from({ length: WRITERS }, () => write()),
  ]);
  return shownAt.map((at, index) => at - (sentAt[index] ?? at));
}

/** Saves a template; milliseconds from the request to the claims in each page. */
export async function changeTemplate(
  server: RunningServer,
  pages: readonly Listener[],
  { plan, claim = plan }: { plan: string; claim?: string },
): Promise<number[]> {
  const { url, headers } = await connect(server);
  const shown = pages.map((page) => page.sees(plan));
  const sentAt = performance.now();
  const answer = await fetch(`${url}/config`, {
    method: 'PATCH',
    headers,
    body: JSON.stringify({ session: { claims_source: JSON.stringify({ plan: claim }) } }),
  });
  if (!answer.ok) throw new Error(`a save of the template answered ${answer.status}: ${await answer.text()}`);
  return (await Promise.all(shown)).map((at) => at - sentAt);
}
