import { queryNames } from '@bartleby/api-contract';
import { Type } from 'typebox';
import type { ApiInstance, FrontendApiContext } from '../../http/api-instance.ts';
import { rememberClient } from '../clients/index.ts';
import { listActiveSessionsOfClient, statementTime } from '../sessions/index.ts';
import { browserOf } from '../sign-ins/index.ts';
import { acceptTicket } from '../tickets/index.ts';
import { type FollowedLink, followMailedLink } from './follow-mailed-link.ts';

const Token = Type.Object({ token: Type.String({ minLength: 1, maxLength: 256 }) });
const Ticket = Type.Object({ ticket: Type.String({ minLength: 1, maxLength: 256 }) });

/** Where the links in mails lead (frontend-api.md 5.5, 5.8). */
export function registerMailedLinksFrontendApi(app: ApiInstance, { dependencies }: FrontendApiContext): void {
  app.get(
    '/v1/verify',
    // A mail program that asks for the head of a page follows no link by that.
    { schema: { querystring: Token }, exposeHeadRoute: false },
    async (request, reply) => {
      const { instance, client, query } = request;
      const followed = await followMailedLink(dependencies, {
        instance,
        browser: client && browserOf(request, client),
        token: query.token,
      });
      if (followed.issued) rememberClient(request, followed.issued);
      return reply.code(303).header('location', landingUrl(followed)).send();
    },
  );

  app.get('/v1/tickets/accept', { schema: { querystring: Ticket } }, async (request, reply) => {
    const { instance, client, query } = request;
    const { queries } = dependencies.database;
    const at = statementTime(dependencies.clock);
    const sessions = client ? await listActiveSessionsOfClient(queries, instance.id, client.id, at) : [];
    const { location } = await acceptTicket(dependencies, {
      instance,
      secret: query.ticket,
      signedInUserIds: sessions.map(({ userId }) => userId),
    });
    return reply.code(303).header('location', location).send();
  });
}

function landingUrl({ redirectUrl, status, createdSessionId }: FollowedLink): string {
  const url = new URL(redirectUrl);
  url.searchParams.set(queryNames.status, status);
  if (createdSessionId !== null) url.searchParams.set(queryNames.createdSession, createdSessionId);
  return url.href;
}
