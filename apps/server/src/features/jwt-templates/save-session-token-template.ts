import type { Queries } from '../../database/database.ts';
import { recordEvent } from '../events/index.ts';
import { configConflict } from '../instances/index.ts';
import { EMPTY_TEMPLATE_SOURCE, NO_TESTS, type TemplateAuthor } from './session-token-template.ts';
import {
  findActiveSessionTokenTemplate,
  insertSessionTokenTemplate,
} from './session-token-template-store.ts';

/**
 * Stores a checked template as the next version, in the caller's transaction, which has raised the instance's
 * version before: so versions follow each other, and every node uses this one for the next token.
 * @returns the new version's number
 * @throws Refusal config_conflict when what is `kept` is not what the present version says any more: the new
 *   text was checked against tests that somebody has changed meanwhile, or the other way round
 */
export async function saveSessionTokenTemplateIn(
  queries: Queries,
  input: {
    readonly instanceId: string;
    readonly source: string;
    readonly tests: string;
    /** The half of it, text or tests, that this save does not change. */
    readonly kept: { readonly source?: string; readonly tests?: string };
    readonly author: TemplateAuthor;
    readonly message: string | null;
    readonly acceptedBrokenUsers: number | null;
    readonly createdAt: Date;
  },
): Promise<number> {
  const { instanceId, author, kept, ...rest } = input;
  const present = (await findActiveSessionTokenTemplate(queries, instanceId)) ?? {
    source: EMPTY_TEMPLATE_SOURCE,
    tests: NO_TESTS,
  };
  if (
    (kept.source !== undefined && kept.source !== present.source) ||
    (kept.tests !== undefined && kept.tests !== present.tests)
  )
    throw await configConflict(queries, instanceId);
  const version = await insertSessionTokenTemplate(queries, instanceId, { ...rest, author });
  const actor = { type: author.type, id: author.id };
  const { message, acceptedBrokenUsers } = input;
  const data = {
    version,
    message,
    ...(acceptedBrokenUsers !== null && { accepted_broken_users: acceptedBrokenUsers }),
  };
  await recordEvent(queries, instanceId, { type: 'session_token_template.saved', actor, data });
  return version;
}
