import type { FastifyInstance } from 'fastify';
import type { ReservedPort } from '../runtime/reserve-port.ts';

/** Requests under way at a shutdown have so long; then their connections are cut. */
const DRAIN_MS = 2_500;

/** Listens on the reserved port. */
export async function listen(app: FastifyInstance, host: string, reserved: ReservedPort): Promise<void> {
  await app.ready();
  await reserved.release();
  await app.listen({ host, port: reserved.port });
}

/** Stops accepting, lets requests under way end, cuts what is left. */
export async function drain(app: FastifyInstance): Promise<void> {
  const cut = setTimeout(() => app.server.closeAllConnections(), DRAIN_MS);
  await app.close().finally(() => clearTimeout(cut));
}
