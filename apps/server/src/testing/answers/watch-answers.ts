import { appendFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { expect } from 'vitest';
import { answersAreJudged, testDatabaseKind } from '../../config.ts';
import { unlisted } from './deviations.ts';
import { judgeAnswer } from './judge-answer.ts';
import { findOperation, nameOf, type Operation } from './operations.ts';
import { repository } from './published-descriptions.ts';
import { type SeenAnswer, seenFolder } from './seen-answers.ts';

const seen = new Set<string>();

/** Every answer that a test gets by `inject` is held against the published description of its operation, and what it is, is recorded. */
export function watchAnswers(app: FastifyInstance): void {
  const inject = app.inject.bind(app) as (request: InjectOptions | string) => Promise<LightMyRequestResponse>;
  app.inject = (async (request: InjectOptions | string) => {
    const response = await inject(request);
    if (typeof request === 'string' || !request.payloadAsStream) watch(response);
    else watchStream(request, response.statusCode);
    return response;
  }) as FastifyInstance['inject'];
}

function watch(response: LightMyRequestResponse): void {
  const operation = operationOf(response);
  if (!operation) return;
  const contentType = String(response.headers['content-type'] ?? '')
    .split(';')[0]!
    .trim();
  const paginated = /[?&]paginated=/.test(response.raw.req.url ?? '');
  const answer = { status: response.statusCode, contentType, body: response.body, paginated };
  const deviations = judgeAnswer(operation, answer);
  remember(operation, answer.status, deviations);
  const wrong = answersAreJudged() ? unlisted(deviations) : [];
  if (wrong.length > 0)
    throw new Error(
      `Not as the published description says (conformance/openapi):\n  ${wrong.join('\n  ')}\n` +
        'Correct the resource; where the sheets ask for this answer, add it to deviations.json and say why.',
    );
}

/** A stream has only begun, and none is published: that it was opened is all there is to record. */
function watchStream({ method = 'GET', url }: InjectOptions, status: number): void {
  const path = typeof url === 'string' ? /^\/i\/[^/]+(\/v1\/[^?]*)/.exec(url)?.[1] : undefined;
  const operation = path && findOperation('frontend', method, path);
  if (operation) remember(operation, status, []);
}

/** As the server itself saw it: `rewriteUrl` has put the API before the path. */
function operationOf({ raw }: LightMyRequestResponse): Operation | null {
  const [, api = '', path = ''] =
    /^\/~(frontend|backend|web(?=\/\.well-known\/))(\/[^?]*)/.exec(raw.req.url ?? '') ?? [];
  if (api === '') return null;
  return findOperation(api === 'backend' ? 'backend' : 'frontend', raw.req.method ?? 'GET', path);
}

function remember(operation: Operation, status: number, deviations: readonly string[]): void {
  const path = expect.getState().testPath;
  // One database's run is the record, so that the page does not depend on which was tested last.
  if (path === undefined || testDatabaseKind() !== 'postgres') return;
  const test = relative(repository, path);
  const line = JSON.stringify({
    test,
    operation: nameOf(operation),
    status,
    deviations,
  } satisfies SeenAnswer);
  if (seen.has(line)) return;
  const file = join(seenFolder, `${test.replaceAll('/', '+')}.jsonl`);
  mkdirSync(seenFolder, { recursive: true });
  if (seen.size === 0) writeFileSync(file, '');
  seen.add(line);
  appendFileSync(file, `${line}\n`);
}
