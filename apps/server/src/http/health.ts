import type { FastifyInstance } from 'fastify';

/** What a load balancer wants to know. */
export interface Health {
  /** Whether a request would be served now. */
  ready(): Promise<boolean>;
}

const ANSWER_WITHIN_MS = 2_000;

/** `GET /health/live`: the process answers. `GET /health/ready`: it can serve; 503 while it cannot. Neither is cached. */
export function registerHealth(app: FastifyInstance, health: Health): void {
  app.get('/health/live', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    return { status: 'ok' };
  });
  app.get('/health/ready', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
    if (await within(health.ready(), ANSWER_WITHIN_MS)) return { status: 'ok' };
    reply.code(503);
    return { status: 'unavailable' };
  });
}

async function within(answer: Promise<boolean>, milliseconds: number): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(resolve, milliseconds, false);
  });
  return Promise.race([answer, late]).finally(() => clearTimeout(timer));
}
