import type { TransferObject, TransferRecord } from '@bartleby/api-contract';
import type { Queries } from '../../database/database.ts';
import type { Dependencies } from '../../dependencies.ts';
import { type Actor, recordEvent } from '../events/index.ts';
import type { Instance } from '../instances/index.ts';
import { listMembershipsAfter, listOrganizationsAfter } from '../organizations/index.ts';
import { membershipRecord, organizationRecord } from './organizations/organization-records.ts';
import { listUserRowsAfter } from './users/user-import-store.ts';
import { userRecord } from './users/user-record.ts';

/** Records read at once: what an export holds in memory. */
const PAGE_SIZE = 250;

export interface ExportInput {
  readonly instance: Instance;
  readonly actor: Actor;
  readonly object: TransferObject;
  /** The id after which to go on; '' for the beginning. */
  readonly after: string;
}

/**
 * Every record of one kind, one JSON text and line's end each, in the order of their ids' bytes: the same on every
 * server. Pages are read as they are taken, so that memory does not grow; each page is as of its own moment.
 * That somebody began an export is noted as an event, since password digests and secrets leave with it.
 */
export async function exportRecords(
  dependencies: Dependencies,
  { instance, actor, object, after }: ExportInput,
): Promise<AsyncIterable<string>> {
  const { queries } = dependencies.database;
  if (after === '')
    await dependencies.database.transaction((inside) =>
      recordEvent(inside, instance.id, { type: 'records.exported', actor, data: { object } }),
    );
  const readPage = pageReader(dependencies, instance.id, object);
  // The first page is read before an answer begins: what fails there is still an answer of its own.
  const first = await readPage(queries, after);
  return lines(queries, first, readPage);
}

type PageReader = (queries: Queries, after: string) => Promise<TransferRecord[]>;

async function* lines(queries: Queries, first: TransferRecord[], readPage: PageReader) {
  let page = first;
  while (page.length > 0) {
    yield `${page.map((record) => JSON.stringify(record)).join('\n')}\n`;
    if (page.length < PAGE_SIZE) return;
    page = await readPage(queries, page.at(-1)!.id);
  }
}

function pageReader(
  { encryption }: Pick<Dependencies, 'encryption'>,
  instanceId: string,
  object: TransferObject,
): PageReader {
  const limit = PAGE_SIZE;
  switch (object) {
    case 'user':
      return async (queries, after) =>
        (await listUserRowsAfter(queries, instanceId, { after, limit })).map((rows) =>
          userRecord(rows, { encryption, instanceId }),
        );
    case 'organization':
      return async (queries, after) =>
        (await listOrganizationsAfter(queries, instanceId, { after, limit })).map(organizationRecord);
    case 'organization_membership':
      return async (queries, after) =>
        (await listMembershipsAfter(queries, instanceId, { after, limit })).map(membershipRecord);
  }
}
