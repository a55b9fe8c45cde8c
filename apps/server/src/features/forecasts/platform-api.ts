import { Readable } from 'node:stream';
import type { ForecastErrorLine, ForecastLine } from '@bartleby/api-contract';
import { refusals } from '@bartleby/api-contract';
import { compileTemplate } from '@bartleby/claims-template';
import { Type } from 'typebox';
import type { Dependencies } from '../../dependencies.ts';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { closedSignal } from '../../http/closed-signal.ts';
import { errorEnvelope } from '../../http/error-handler.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { Instance } from '../instances/index.ts';
import {
  activeSessionTokenTemplate,
  EMPTY_TEMPLATE_SOURCE,
  requireValidTemplate,
} from '../jwt-templates/index.ts';
import { forecastLines } from './forecast-lines.ts';
import { forecastUsers } from './forecast-users.ts';
import { listSeenMetadataPaths } from './user-metadata/list-seen-metadata-paths.ts';

const source = Type.Optional(Type.String({ maxLength: 65_536 }));
const Draft = Type.Object({ claims_source: source });
const WeighedDraft = Type.Object({ source });
const NoQuery = Type.Object({});

/** What a draft does to all users before it is saved: below `…/instances/:instance_id`. */
export function registerForecastsPlatformApi(app: ApiInstance, { dependencies }: ApiContext): void {
  app.post('/config/forecast', { schema: { body: Draft, querystring: NoQuery } }, async (request, reply) => {
    const { instance, body } = request;
    const { before, after, version } = await templates(dependencies, instance, body.claims_source);
    const lines = forecastLines(dependencies, {
      instance,
      before,
      after,
      comparedVersion: version,
      signal: closedSignal(reply),
      errorLine: (error) => errorLine(dependencies, error, request.id),
    });
    // What fails before the first line is still an answer of its own.
    const first = await lines.next();
    return reply.type('application/x-ndjson').send(Readable.from(texts(first, lines)));
  });

  app.get(
    '/session_token/seen_metadata_paths',
    { schema: { querystring: NoQuery } },
    async (request, reply) => {
      const { instance } = request;
      return { paths: await listSeenMetadataPaths(dependencies, { instance, signal: closedSignal(reply) }) };
    },
  );

  app.post('/session_token/heaviest', { schema: { body: WeighedDraft } }, async (request, reply) => {
    const { instance, body } = request;
    const { after } = await templates(dependencies, instance, body.source);
    const signal = closedSignal(reply);
    const forecast = await forecastUsers(dependencies, { instance, before: null, after, signal });
    const [heaviest] = forecast.heaviest;
    return {
      user_id: heaviest?.id ?? null,
      name: heaviest?.name ?? null,
      cookie_bytes: heaviest?.cookieBytes ?? 0,
      users_checked: forecast.users,
      users_over_limit: forecast.overLimit.after,
    };
  });
}

/** The saved template as it is, and the draft, which must be one that may be saved; without one, twice the saved. */
async function templates({ database }: Dependencies, instance: Instance, draft: string | undefined) {
  const stored = await activeSessionTokenTemplate(database.queries, instance.id);
  const compiled = compileTemplate(stored?.source ?? EMPTY_TEMPLATE_SOURCE, { mode: 'stored' });
  const before = compiled.ok ? compiled.template : requireValidTemplate(EMPTY_TEMPLATE_SOURCE).template;
  const after = draft === undefined ? before : requireValidTemplate(draft).template;
  return { before, after, version: stored?.version ?? 0 };
}

async function* texts(first: IteratorResult<ForecastLine>, rest: AsyncGenerator<ForecastLine>) {
  if (!first.done) yield `${JSON.stringify(first.value)}\n`;
  for await (const line of rest) yield `${JSON.stringify(line)}\n`;
}

/** The documented envelope, in a line: the answer's status is out already. */
function errorLine({ log }: Dependencies, error: unknown, traceId: string): ForecastErrorLine {
  const refusal = error instanceof Refusal ? error : new Refusal('internal_clerk_error');
  if (refusal !== error) log.error('a forecast failed', { trace_id: traceId, error: String(error) });
  const { status } = refusals[refusal.code as keyof typeof refusals];
  return { type: 'error', status, ...errorEnvelope(refusal, traceId) };
}
