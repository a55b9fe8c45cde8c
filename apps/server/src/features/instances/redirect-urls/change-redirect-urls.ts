import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../../events/index.ts';
import type { Instance } from '../instance.ts';
import { MAX_REDIRECT_URLS, type RedirectUrl, redirectUrlProblem } from './redirect-url.ts';
import {
  countRedirectUrls,
  deleteRedirectUrl,
  findRedirectUrl,
  insertRedirectUrl,
} from './redirect-url-store.ts';

/** @throws Refusal resource_not_found */
export async function getRedirectUrl(
  { database }: Dependencies,
  { instanceId, id }: { instanceId: string; id: string },
): Promise<RedirectUrl> {
  const found = await findRedirectUrl(database.queries, instanceId, id);
  if (!found) throw new Refusal('resource_not_found');
  return found;
}

/**
 * Allows one more URL. It counts with the next request on every node: it is read with the instance.
 * @throws Refusal form_param_format_invalid, duplicate_record, quota_exceeded
 */
export async function createRedirectUrl(
  { clock, database, random }: Dependencies,
  { instance, url, actor }: { instance: Instance; url: string; actor: Actor },
): Promise<RedirectUrl> {
  const problem = redirectUrlProblem(url, instance.environmentType);
  if (problem !== null)
    throw new Refusal('form_param_format_invalid', {
      param_name: 'url',
      long_message: `url cannot be allowed: ${problem}.`,
    });
  const now = clock.now();
  const redirectUrl = { id: random.id('ru'), url, createdAt: now, updatedAt: now };
  await database.transaction(async (queries) => {
    if (!(await insertRedirectUrl(queries, instance.id, redirectUrl)))
      throw (await countRedirectUrls(queries, instance.id)) >= MAX_REDIRECT_URLS
        ? new Refusal('quota_exceeded', { maximum: MAX_REDIRECT_URLS, things: 'redirect URLs' })
        : new Refusal('duplicate_record', { param_name: 'url' });
    const data = { redirect_url_id: redirectUrl.id, url };
    await recordEvent(queries, instance.id, { type: 'redirect_url.created', actor, data });
  });
  return redirectUrl;
}

/** @throws Refusal resource_not_found */
export async function removeRedirectUrl(
  { database }: Dependencies,
  { instanceId, id, actor }: { instanceId: string; id: string; actor: Actor },
): Promise<void> {
  await database.transaction(async (queries) => {
    if (!(await deleteRedirectUrl(queries, instanceId, id))) throw new Refusal('resource_not_found');
    const data = { redirect_url_id: id };
    await recordEvent(queries, instanceId, { type: 'redirect_url.deleted', actor, data });
  });
}
