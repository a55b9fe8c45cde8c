import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { backendSessionResource } from '../sessions/index.ts';
import { issueCustomJwt } from './issue-custom-jwt.ts';
import { issueSessionToken } from './issue-session-token.ts';
import { readSessionClaims } from './overflow/read-session-claims.ts';
import { verifySessionByToken } from './verify-session-by-token.ts';

const Params = Type.Object({ session_id: Type.String() });
const TemplateParams = Type.Object({ session_id: Type.String(), template_name: Type.String() });
const Token = Type.Object({ token: Type.String({ minLength: 1, maxLength: 16_384 }) });
const lifetime = Type.Optional(
  Type.Union([Type.Integer({ minimum: 30, maximum: 315_360_000 }), Type.Null()]),
);
/** Both routes are also called without a body. */
const Body = Type.Optional(Type.Union([Type.Object({ expires_in_seconds: lifetime }), Type.Null()]));
/** `authorized_party` is ours: the origin of the app whose session cookie the token replaces (claim `azp`). */
const SessionTokenBody = Type.Optional(
  Type.Union([
    Type.Object({
      expires_in_seconds: lifetime,
      authorized_party: Type.Optional(
        Type.Union([Type.String({ pattern: '^https?://[^/?#@\\s]+$', maxLength: 300 }), Type.Null()]),
      ),
    }),
    Type.Null(),
  ]),
);

/** Tokens of any session, for servers with a secret key (backend-api.md 7.2): without `azp` unless one is named. */
export function registerSessionTokensBackendApi(app: ApiInstance, { dependencies }: ApiContext): void {
  app.post(
    '/v1/sessions/:session_id/tokens',
    { schema: { params: Params, body: SessionTokenBody } },
    async (request) => {
      const { jwt } = await unknownIsNotFound(() =>
        issueSessionToken(dependencies, {
          instance: request.instance,
          sessionId: request.params.session_id,
          origin: request.body?.authorized_party ?? null,
          lifetimeSeconds: request.body?.expires_in_seconds ?? undefined,
        }),
      );
      return { object: 'token' as const, jwt };
    },
  );

  app.post(
    '/v1/sessions/:session_id/tokens/:template_name',
    { schema: { params: TemplateParams, body: Body } },
    async (request) => {
      const { jwt } = await unknownIsNotFound(() =>
        issueCustomJwt(dependencies, {
          instance: request.instance,
          sessionId: request.params.session_id,
          templateName: request.params.template_name,
          origin: null,
          lifetimeSeconds: request.body?.expires_in_seconds ?? undefined,
        }),
      );
      return { object: 'token' as const, jwt };
    },
  );

  // Ours: what `auth.fullClaims()` asks for when the token had to leave the custom claims out.
  app.get('/v1/sessions/:session_id/claims', { schema: { params: Params } }, async ({ instance, params }) => {
    const sessionId = params.session_id;
    const { claims, claimsAsOf } = await unknownIsNotFound(() =>
      readSessionClaims(dependencies, { instance, sessionId }),
    );
    return {
      object: 'session_claims' as const,
      session_id: sessionId,
      claims,
      claims_as_of: claimsAsOf.getTime(),
    };
  });

  // Published up to version 2025-03-12; the client library still has the method.
  app.post(
    '/v1/sessions/:session_id/verify',
    { schema: { params: Params, body: Token } },
    async ({ instance, params, body }) => {
      const about = { instance, sessionId: params.session_id, token: body.token };
      return backendSessionResource(
        await verifySessionByToken(dependencies, about),
        dependencies.clock.now(),
      );
    },
  );
}

/** A backend's key is good; it is the session that is unknown or over. */
async function unknownIsNotFound<T>(issue: () => Promise<T>): Promise<T> {
  try {
    return await issue();
  } catch (error) {
    if (error instanceof Refusal && error.code === 'authentication_invalid')
      throw new Refusal('resource_not_found');
    throw error;
  }
}
