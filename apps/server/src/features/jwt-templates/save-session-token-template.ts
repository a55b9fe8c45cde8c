import type { Queries } from '../../database/database.ts';
import { recordEvent } from '../events/index.ts';
import type { TemplateAuthor } from './session-token-template.ts';
import { insertSessionTokenTemplate } from './session-token-template-store.ts';

/**
 * Stores a checked template as the next version, in the caller's transaction, which has raised the instance's
 * version before: so versions follow each other, and every node uses this one for the next token.
 * @returns the new version's number
 */
export async function saveSessionTokenTemplateIn(
  queries: Queries,
  input: {
    readonly instanceId: string;
    readonly source: string;
    readonly author: TemplateAuthor;
    readonly message: string | null;
    readonly acceptedBrokenUsers: number | null;
    readonly createdAt: Date;
  },
): Promise<number> {
  const { instanceId, author, ...rest } = input;
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
