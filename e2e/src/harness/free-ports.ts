import { createServer } from 'node:net';

// Below the range from which systems take the ports of outgoing connections: those come and go between the
// look and the start of a server.
const LOWEST = 10_000;
const PORTS = 22_000;

/** Ports of localhost on which nobody listens now, all different. */
export async function freePorts(count: number): Promise<number[]> {
  const found = new Set<number>();
  for (let tries = 0; found.size < count; tries += 1) {
    if (tries > 100 + count) throw new Error(`found ${found.size} of ${count} free ports`);
    const port = LOWEST + Number(process.hrtime.bigint() % BigInt(PORTS));
    if (await isFreePort(port)) found.add(port);
  }
  return [...found];
}

/** One such port. */
export async function freePort(): Promise<number> {
  const [port] = await freePorts(1);
  return port!;
}

/** Whether nobody listens there, on both families: some servers listen on every address, some on 127.0.0.1 or ::1 alone. */
export async function isFreePort(port: number): Promise<boolean> {
  for (const host of ['127.0.0.1', '::1', undefined]) if (!(await canListen(port, host))) return false;
  return true;
}

function canListen(port: number, host: string | undefined): Promise<boolean> {
  const probe = createServer();
  return new Promise((resolve) => {
    // A machine without IPv6 has no ::1 to be taken.
    probe.once('error', ({ code }: NodeJS.ErrnoException) => resolve(code === 'EADDRNOTAVAIL'));
    probe.listen({ port, host, exclusive: true }, () => probe.close(() => resolve(true)));
  });
}
