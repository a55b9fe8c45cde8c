import type { TestServer } from './create-test-server.ts';

type Answer = Awaited<ReturnType<TestServer['inject']>>;

/** A browser that was sent to the handshake by its app's server. */
export function handshakeFrom(
  server: TestServer,
  redirectUrl: string,
  cookies: Record<string, string>,
  query: Record<string, string> = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  const search = new URLSearchParams({ redirect_url: redirectUrl, format: 'nonce', ...query });
  return server.inject({
    method: 'GET',
    url: `/i/${server.instance.slug}/v1/client/handshake?${search}`,
    headers: { host: 'localhost:1853', ...headers },
    cookies,
  });
}

/** The nonce in the URL that the browser is sent back to. */
export function nonceOf(answer: Answer): string | null {
  return new URL(String(answer.headers.location)).searchParams.get('__clerk_handshake_nonce');
}

/** Set-Cookie lines, taken apart. */
export function parseLines(lines: readonly string[]): { name: string; value: string; attributes: string }[] {
  return lines.map((line) => {
    const [pair = '', ...attributes] = line.split('; ');
    const [name = '', ...value] = pair.split('=');
    return { name, value: value.join('='), attributes: attributes.join('; ') };
  });
}

/** What an app's server keeps after a handshake: the values of its cookies by name. */
export async function signInApp(
  server: TestServer,
  redirectUrl: string,
  cookies: Record<string, string>,
): Promise<Record<string, string>> {
  const nonce = nonceOf(await handshakeFrom(server, redirectUrl, cookies));
  const answer = await server.backend('GET', `/v1/clients/handshake_payload?nonce=${nonce}`);
  return Object.fromEntries(parseLines(answer.json().directives).map(({ name, value }) => [name, value]));
}
