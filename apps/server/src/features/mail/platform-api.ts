import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { mailboxMessageResource } from './mailbox-message-resource.ts';
import { countMailboxMessages, findMailboxMessage, listMailboxMessages } from './mailbox-store.ts';

const Page = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500 })),
  offset: Type.Optional(Type.Integer({ minimum: 0, maximum: 1_000_000_000 })),
});
const Params = Type.Object({ message_id: Type.String({ maxLength: 64 }) });
const NoQuery = Type.Object({});

/** The development mailbox: below `…/instances/:instance_id`. With SMTP it stays empty, and says so. */
export function registerMailPlatformApi(app: ApiInstance, { dependencies }: ApiContext): void {
  const { config, database } = dependencies;

  app.get('/mailbox', { schema: { querystring: Page } }, async ({ instance, query }) => {
    const { limit = 10, offset = 0 } = query;
    const messages = await listMailboxMessages(database.queries, instance.id, { limit, offset });
    return {
      data: messages.map((message) => {
        const { text: _text, html: _html, ...summary } = mailboxMessageResource(message);
        return summary;
      }),
      total_count: await countMailboxMessages(database.queries, instance.id),
      smtp: config.smtpUrl !== null,
    };
  });

  app.get(
    '/mailbox/:message_id',
    { schema: { params: Params, querystring: NoQuery } },
    async ({ instance, params }) => {
      const message = await findMailboxMessage(database.queries, instance.id, params.message_id);
      if (!message) throw new Refusal('resource_not_found');
      return mailboxMessageResource(message);
    },
  );
}
