import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../events/index.ts';
import {
  MAX_IDENTIFIERS_PER_LIST,
  type RestrictedIdentifier,
  readIdentifier,
} from './restricted-identifier.ts';
import {
  countRestrictedIdentifiers,
  deleteRestrictedIdentifier,
  insertRestrictedIdentifier,
} from './restricted-identifier-store.ts';

type List = RestrictedIdentifier['list'];

/** @throws Refusal form_param_format_invalid, duplicate_record, quota_exceeded */
export async function addRestrictedIdentifier(
  { clock, database, random }: Dependencies,
  input: { instanceId: string; list: List; identifier: string; actor: Actor },
): Promise<RestrictedIdentifier> {
  const { instanceId, list, actor } = input;
  const read = readIdentifier(input.identifier);
  if (!read)
    throw new Refusal('form_param_format_invalid', {
      param_name: 'identifier',
      long_message:
        'identifier is an email address, a domain such as *@example.com, a phone number such as +15551234567 or a wallet’s address.',
    });
  const now = clock.now();
  const id = random.id(list === 'allow' ? 'alid' : 'blid');
  const one: RestrictedIdentifier = { id, list, ...read, createdAt: now, updatedAt: now };
  await database.transaction(async (queries) => {
    if (!(await insertRestrictedIdentifier(queries, instanceId, one)))
      throw (await countRestrictedIdentifiers(queries, instanceId, list)) >= MAX_IDENTIFIERS_PER_LIST
        ? new Refusal('quota_exceeded', {
            maximum: MAX_IDENTIFIERS_PER_LIST,
            things: 'identifiers on a list',
          })
        : new Refusal('duplicate_record', { param_name: 'identifier' });
    const data = { list, identifier_id: id };
    await recordEvent(queries, instanceId, { type: 'restricted_identifier.added', actor, data });
  });
  return one;
}

/** @throws Refusal resource_not_found */
export async function removeRestrictedIdentifier(
  { database }: Dependencies,
  { instanceId, list, id, actor }: { instanceId: string; list: List; id: string; actor: Actor },
): Promise<string> {
  return database.transaction(async (queries) => {
    const identifier = await deleteRestrictedIdentifier(queries, instanceId, { id, list });
    if (identifier === null) throw new Refusal('resource_not_found');
    const data = { list, identifier_id: id };
    await recordEvent(queries, instanceId, { type: 'restricted_identifier.removed', actor, data });
    return identifier;
  });
}
