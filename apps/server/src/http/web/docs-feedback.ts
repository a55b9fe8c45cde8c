import { Type } from 'typebox';
import type { Clock } from '../../runtime/clock.ts';
import type { Log } from '../../runtime/log.ts';
import type { ApiInstance } from '../api-instance.ts';
import { RequestCounter } from '../request-counter.ts';

/** Nobody signs in to say it, so that all together may say it only so often. */
const LIMIT = { maxRequests: 60, windowSeconds: 60 };

const Answer = Type.Object({
  page: Type.String({ pattern: '^[a-z0-9-]{1,80}$' }),
  helpful: Type.Boolean(),
});

/** `POST /docs/feedback`: an answer to *Was this helpful?*, one line of this server's own log and nothing else. */
export function addDocsFeedback(app: ApiInstance, { clock, log }: { clock: Clock; log: Log }): void {
  const answers = new RequestCounter(clock, LIMIT);
  app.post('/docs/feedback', { schema: { body: Answer } }, async (request, reply) => {
    answers.count('docs');
    const { page, helpful } = request.body;
    log.info('a reader’s word on the documentation', { page, helpful });
    return reply.code(204).send();
  });
}
