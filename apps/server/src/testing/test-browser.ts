import type { FrontendRequest, TestServer } from './create-test-server.ts';

export interface BrowserAnswer {
  status: number;
  /** The parsed body; tests read it as they like. */
  // biome-ignore lint/suspicious/noExplicitAny: answers are judged by assertions, not by types.
  body: any;
}

/** A browser on the app's page that keeps its client cookie, as the published SDK's browser does. */
export interface TestBrowser {
  get(path: string): Promise<BrowserAnswer>;
  post(
    path: string,
    form?: FrontendRequest['form'],
    headers?: Record<string, string>,
  ): Promise<BrowserAnswer>;
  /** Other verbs, as browsers send them: POST with `_method`. */
  send(method: 'PATCH' | 'DELETE', path: string, form?: FrontendRequest['form']): Promise<BrowserAnswer>;
  /** A navigation, as a click on a link in a mail: where it is sent, if anywhere. */
  open(path: string): Promise<{ status: number; location: string | null }>;
  /** The client cookie's value; empty for a stranger. */
  readonly secret: string;
}

export function openTestBrowser(server: TestServer): TestBrowser {
  let secret = '';
  const name = server.instance.clientCookieName;
  function keepCookie(response: Awaited<ReturnType<TestServer['inject']>>): void {
    const cookie = response.cookies.find((candidate) => candidate.name === name);
    if (cookie) secret = cookie.value;
  }
  const held = () => (secret === '' ? {} : { [name]: secret });
  async function request(method: 'GET' | 'POST', path: string, options: FrontendRequest = {}) {
    const response = await server.frontend(method, path, { ...options, cookies: held() });
    keepCookie(response);
    return { status: response.statusCode, body: response.body === '' ? null : response.json() };
  }
  return {
    get: (path) => request('GET', path),
    post: (path, form = {}, headers = {}) => request('POST', path, { form, headers }),
    send: (method, path, form = {}) =>
      request('POST', `${path}${path.includes('?') ? '&' : '?'}_method=${method}`, { form }),
    async open(path) {
      const response = await server.inject({
        method: 'GET',
        url: `/i/${server.instance.slug}${path}`,
        headers: { host: 'localhost:1853', 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'navigate' },
        cookies: held(),
      });
      keepCookie(response);
      const { location } = response.headers;
      return { status: response.statusCode, location: typeof location === 'string' ? location : null };
    },
    get secret() {
      return secret;
    },
  };
}

/** The code in the last message to this address. */
export function lastCodeFor(server: TestServer, emailAddress: string): string {
  const message = server.dependencies.sentMail.findLast(({ to }) => to === emailAddress);
  const code = message && /\b\d{6}\b/.exec(message.text)?.[0];
  if (!code) throw new Error(`no code was sent to ${emailAddress}`);
  return code;
}
