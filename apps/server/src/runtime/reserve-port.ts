import { createServer, type Server } from 'node:net';

/** No port to listen on; the message says which and what to do. */
export class PortTaken extends Error {
  override readonly name = 'PortTaken';
}

export interface ReservedPort {
  port: number;
  /** Frees it for the real listener, at once. */
  release(): Promise<void>;
}

/**
 * Holds the first free port from `wanted` on, so that everything that carries the port (keys, issuer,
 * links) can be made before anybody is answered. Connections meanwhile are closed at once.
 * @param tries how many ports to try; 1: this one or none
 * @throws PortTaken
 */
export async function reservePort(host: string, wanted: number, tries: number): Promise<ReservedPort> {
  for (let port = wanted; port < wanted + tries && port <= 65_535; port += 1) {
    const holder = await hold(host, port);
    if (holder) return holder;
  }
  const where = tries === 1 ? `port ${wanted} is` : `ports ${wanted} to ${wanted + tries - 1} are`;
  throw new PortTaken(`${where} taken on ${host}: stop what listens there, or choose another with --port`);
}

async function hold(host: string, port: number): Promise<ReservedPort | null> {
  const server = createServer((socket) => socket.destroy());
  const failure = await new Promise<NodeJS.ErrnoException | null>((resolve) => {
    server.once('error', resolve);
    server.listen({ host, port, exclusive: true }, () => resolve(null));
  });
  if (failure?.code === 'EADDRINUSE') return null;
  if (failure) throw new PortTaken(explain(host, port, failure));
  return { port: portOf(server), release: () => new Promise((resolve) => server.close(() => resolve())) };
}

function explain(host: string, port: number, failure: NodeJS.ErrnoException): string {
  if (failure.code === 'EACCES')
    return `port ${port} needs more rights than this user has: choose one above 1023 with --port`;
  if (failure.code === 'EADDRNOTAVAIL' || failure.code === 'ENOTFOUND')
    return `${host} is not an address of this machine: choose another with --host`;
  return `cannot listen on ${host}:${port}: ${failure.message}`;
}

function portOf(server: Server): number {
  const address = server.address();
  if (!address || typeof address === 'string') throw new Error('the reserved socket has no port');
  return address.port;
}
