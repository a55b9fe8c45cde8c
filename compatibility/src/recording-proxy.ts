import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A proxy that says whom a program wanted to talk to. Only what is meant for `allowed` gets there. */
export interface RecordingProxy {
  /** For HTTP_PROXY and HTTPS_PROXY. */
  readonly url: string;
  /** Hosts with port, each once, in the order of their first request. */
  hosts(): string[];
  close(): Promise<void>;
}

/**
 * Starts the proxy on a random loopback port: requests to other hosts are recorded and refused, tunnels (https) too.
 * @param allowed host and port that requests are handed on to
 */
export async function startRecordingProxy(allowed: string): Promise<RecordingProxy> {
  const seen = new Set<string>();
  const server = createServer((incoming, answer) => {
    const url = URL.canParse(incoming.url ?? '') ? new URL(incoming.url ?? '') : null;
    seen.add(url?.host ?? 'no host');
    if (url?.host !== allowed) {
      answer.writeHead(502).end();
      return;
    }
    const { method, headers } = incoming;
    const onward = request(url, { method, headers }, (response) => {
      answer.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(answer);
    });
    onward.on('error', () => answer.destroy());
    incoming.pipe(onward);
  });
  server.on('connect', ({ url }, socket) => {
    seen.add(url ?? 'no host');
    // Who is refused may hang up first.
    socket.on('error', () => socket.destroy());
    socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    hosts: () => [...seen],
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
