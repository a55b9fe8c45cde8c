import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { sessionCookieLines } from './handshake-directives.ts';
import { redeemHandshake } from './redeem-handshake.ts';
import { refreshSession } from './refresh-session.ts';

const NonceQuery = Type.Object({ nonce: Type.String({ minLength: 1, maxLength: 200 }) });
const Params = Type.Object({ session_id: Type.String() });
/** Left out texts are as good as wrong ones: refused with 401, after which the SDK takes the handshake. */
const RefreshBody = Type.Object({
  format: Type.Optional(Type.Union([Type.Literal('cookie'), Type.Literal('token')])),
  expired_token: Type.Optional(Type.String()),
  refresh_token: Type.Optional(Type.String()),
  request_origin: Type.Optional(Type.String()),
  request_headers: Type.Optional(Type.Unknown()),
  request_originating_ip: Type.Optional(Type.Unknown()),
});

/** The halves of handshake and refresh that an app's server asks for (backend-api.md 2.7, 2.9). */
export function registerHandshakesBackendApi(app: ApiInstance, { dependencies }: ApiContext): void {
  app.get('/v1/clients/handshake_payload', { schema: { querystring: NonceQuery } }, async (request) => ({
    directives: await redeemHandshake(dependencies, {
      instance: request.instance,
      nonce: request.query.nonce,
    }),
  }));

  app.post(
    '/v1/sessions/:session_id/refresh',
    { schema: { params: Params, body: RefreshBody } },
    async (request) => {
      const { instance, body, params } = request;
      const requestOrigin = body.request_origin ?? '';
      const jwt = await refreshSession(dependencies, {
        instance,
        sessionId: params.session_id,
        expiredToken: body.expired_token ?? '',
        refreshToken: body.refresh_token ?? '',
        requestOrigin,
      });
      return body.format === 'cookie'
        ? { object: 'cookies' as const, cookies: sessionCookieLines(instance, requestOrigin, jwt) }
        : { object: 'token' as const, jwt };
    },
  );
}
