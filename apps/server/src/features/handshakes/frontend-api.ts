import { idPrefixes, queryNames } from '@bartleby/api-contract';
import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { sendErrorPage, wantsPage } from '../../http/web/error-page.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { registerDevBrowserCookie } from './dev-browser-cookie-api.ts';
import { serverOriginOf } from './require-one-site.ts';
import { startHandshake } from './start-handshake.ts';

const Query = Type.Object({
  redirect_url: Type.Optional(Type.String()),
  [queryNames.devBrowser]: Type.Optional(Type.String()),
});

/** The handshake's first half, which browsers are redirected to (frontend-api.md 5.10), and development browsers. */
export function registerHandshakesFrontendApi(app: ApiInstance, { dependencies }: ApiContext): void {
  registerDevBrowserCookie(app, { dependencies });
  // Always in nonce form, whatever `format` asks for: a handshake JWT would carry the token twice encoded.
  app.get('/v1/client/handshake', { schema: { querystring: Query } }, async (request, reply) => {
    const { instance, client, query, viaAppProxy } = request;
    try {
      const { location, cookieLines } = await startHandshake(dependencies, {
        instance,
        client,
        redirectUrl: query.redirect_url,
        devBrowser: query[queryNames.devBrowser],
        serverOrigin: serverOriginOf(dependencies.config, request.host),
        viaAppProxy,
      });
      request.clientCookies.push(...cookieLines);
      return reply.code(307).header('location', location).send();
    } catch (error) {
      if (error instanceof Refusal && wantsPage(request)) return sendErrorPage(reply, error);
      throw error;
    }
  });

  // The SDKs that ask for one get one; it identifies nobody.
  app.post('/v1/dev_browser', async () => {
    const id = dependencies.random.id(idPrefixes.devBrowser);
    return { object: 'dev_browser' as const, id, token: id };
  });
}
