import { createHash, randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { type Listening, listen } from './listen.ts';

/** A person as GitHub's API tells of them. */
export interface GithubPerson {
  readonly id: number;
  readonly login: string;
  readonly name: string | null;
  readonly emails: readonly { email: string; primary: boolean; verified: boolean }[];
}

export interface GithubServer extends Listening {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Who is signed in there; null denies consent. */
  person: GithubPerson | null;
  /** Status with which the API answers instead, or null. */
  brokenApi: number | null;
}

/** A server that speaks GitHub's OAuth and the two calls of its API, with one person signed in. */
export async function startGithubServer(): Promise<GithubServer> {
  const codes = new Map<string, { challenge: string; person: GithubPerson }>();
  const tokens = new Map<string, GithubPerson>();
  const [clientId, clientSecret] = ['github-client', 'github-secret'];
  const state: { person: GithubPerson | null; brokenApi: number | null } = { person: null, brokenApi: null };

  function authorize(url: URL, response: ServerResponse): void {
    const back = new URL(url.searchParams.get('redirect_uri') ?? '');
    back.searchParams.set('state', url.searchParams.get('state') ?? '');
    if (state.person) {
      const code = randomBytes(10).toString('hex');
      codes.set(code, { challenge: url.searchParams.get('code_challenge') ?? '', person: state.person });
      back.searchParams.set('code', code);
    } else back.searchParams.set('error', 'access_denied');
    response.writeHead(302, { location: back.href });
    response.end();
  }

  /** Errors come with 200, as GitHub sends them. */
  async function exchange(request: IncomingMessage): Promise<object> {
    const form = new URLSearchParams(await textOf(request));
    const code = form.get('code') ?? '';
    const issued = codes.get(code);
    codes.delete(code);
    const challenge = createHash('sha256')
      .update(form.get('code_verifier') ?? '')
      .digest('base64url');
    const isClient = form.get('client_id') === clientId && form.get('client_secret') === clientSecret;
    if (!issued || !isClient || issued.challenge !== challenge)
      return {
        error: isClient ? 'bad_verification_code' : 'incorrect_client_credentials',
      };
    const token = `gho_${randomBytes(10).toString('hex')}`;
    tokens.set(token, issued.person);
    return { access_token: token, token_type: 'bearer', scope: 'read:user,user:email' };
  }

  function api(path: string, request: IncomingMessage): [status: number, body: unknown] {
    const person = tokens.get(request.headers.authorization?.replace(/^bearer /i, '') ?? '');
    if (state.brokenApi !== null) return [state.brokenApi, { message: 'broken' }];
    if (!person || !request.headers['user-agent']) return [401, { message: 'Bad credentials' }];
    const { emails, ...user } = person;
    return [200, path === '/user' ? { ...user, avatar_url: 'https://avatars.example/1' } : emails];
  }

  const listening = await listen((origin) => (request, response) => {
    const url = new URL(request.url ?? '/', origin);
    if (url.pathname === '/login/oauth/authorize') {
      authorize(url, response);
      return;
    }
    if (url.pathname === '/login/oauth/access_token') {
      void exchange(request).then((body) => json(response, 200, body));
      return;
    }
    const path = url.pathname.replace('/api/v3', '');
    const isKnown = path === '/user' || path === '/user/emails';
    const [status, body] = isKnown ? api(path, request) : [404, { message: 'Not Found' }];
    json(response, status, body);
  });
  return Object.assign(state, { ...listening, clientId, clientSecret });
}

function json(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=utf-8' }).end(JSON.stringify(body));
}

async function textOf(request: IncomingMessage): Promise<string> {
  let text = '';
  for await (const chunk of request) text += String(chunk);
  return text;
}
