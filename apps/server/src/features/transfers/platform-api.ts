import { Readable } from 'node:stream';
import { MAX_IMPORT_RECORDS, transferObjects } from '@bartleby/api-contract';
import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { validationRefusal } from '../../http/validation-refusal.ts';
import { exportRecords } from './export-records.ts';
import { countsOf, importRecords } from './import-records.ts';
import type { ImportResult } from './import-result.ts';

/** A record holds metadata of 32 levels, and lies two levels deep itself. */
const MAX_BODY_DEPTH = 36;

const Batch = Type.Object({
  records: Type.Array(Type.Unknown(), { maxItems: MAX_IMPORT_RECORDS }),
  dry_run: Type.Optional(Type.Boolean()),
});
const Wanted = Type.Object({
  object: Type.Union(transferObjects.map((object) => Type.Literal(object))),
  after: Type.Optional(Type.String({ maxLength: 64 })),
});
const NoQuery = Type.Object({});

const importResultResource = ({ violations, ...result }: ImportResult) => ({
  ...result,
  metadata_violations: violations.map(({ field, pointer, message }) => ({ field, pointer, message })),
});

/** Users and organizations in and out, as a whole: below `…/instances/:instance_id`. */
export function registerTransfersPlatformApi(app: ApiInstance, { dependencies }: ApiContext): void {
  app.post(
    '/import',
    { schema: { body: Batch, querystring: NoQuery }, config: { maxJsonDepth: MAX_BODY_DEPTH } },
    async ({ instance, actor, body }) => {
      const dryRun = body.dry_run ?? false;
      const results = await importRecords(dependencies, {
        instance,
        actor,
        records: body.records,
        dryRun,
        refusalOf: validationRefusal,
      });
      return {
        object: 'import' as const,
        dry_run: dryRun,
        counts: countsOf(results),
        results: results.map(importResultResource),
      };
    },
  );

  app.get('/export', { schema: { querystring: Wanted } }, async ({ instance, actor, query }, reply) => {
    const lines = await exportRecords(dependencies, {
      instance,
      actor,
      object: query.object,
      after: query.after ?? '',
    });
    return reply.type('application/x-ndjson').send(Readable.from(lines));
  });
}
