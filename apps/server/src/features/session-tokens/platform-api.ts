import { clockSkewBounds, lifetimeBounds } from '@bartleby/api-contract';
import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { registerExplanationPlatformApi } from './explain/platform-api.ts';
import { registerOverflowPlatformApi } from './overflow/platform-api.ts';
import { previewCustomJwt } from './preview-custom-jwt.ts';
import { previewSessionToken, type TokenPreview } from './preview-session-token.ts';

const source = Type.Optional(Type.String({ maxLength: 65_536 }));
const id = Type.String({ maxLength: 64 });
const Preview = Type.Object({ source, user_id: id, session_id: Type.Optional(id) });
const DataOf = Type.Object({ user_id: id, session_id: Type.Optional(id) });

const CustomJwtDraft = Type.Object({
  claims_source: Type.String({ maxLength: 65_536 }),
  preset: Type.Optional(Type.Union([Type.String({ maxLength: 64 }), Type.Null()])),
  lifetime: Type.Optional(Type.Integer(lifetimeBounds)),
  allowed_clock_skew: Type.Optional(Type.Integer(clockSkewBounds)),
  custom_signing_key: Type.Optional(Type.Boolean()),
  user_id: id,
  session_id: Type.Optional(id),
});

/** A user's next token before it is issued: below `…/instances/:instance_id`. */
export function registerSessionTokensPlatformApi(app: ApiInstance, context: ApiContext): void {
  const { dependencies } = context;
  registerExplanationPlatformApi(app, context);
  registerOverflowPlatformApi(app, context);

  app.post('/session_token/preview', { schema: { body: Preview } }, async ({ instance, body }) => {
    const { source, user_id: userId, session_id: sessionId } = body;
    return previewResource(await previewSessionToken(dependencies, { instance, userId, sessionId, source }));
  });

  app.post('/jwt_templates/preview', { schema: { body: CustomJwtDraft } }, async ({ instance, body }) => {
    const preview = await previewCustomJwt(dependencies, {
      instance,
      userId: body.user_id,
      sessionId: body.session_id,
      source: body.claims_source,
      preset: body.preset ?? null,
      lifetimeSeconds: body.lifetime ?? lifetimeBounds.default,
      allowedClockSkewSeconds: body.allowed_clock_skew ?? clockSkewBounds.default,
      hasOwnKey: body.custom_signing_key ?? false,
    });
    const { claimsJson, sessionId, diagnostics } = preview;
    return { claims_json: claimsJson, session_id: sessionId, diagnostics };
  });

  app.get('/session_token/template_data', { schema: { querystring: DataOf } }, async (request) => {
    const { user_id: userId, session_id: sessionId } = request.query;
    const { instance } = request;
    const preview = await previewSessionToken(dependencies, { instance, userId, sessionId });
    return {
      data: preview.data,
      default_claims: preview.defaultClaims,
      session_id: preview.sessionId,
      cookie_name: preview.cookieName,
      header_bytes: preview.headerBytes,
    };
  });
}

function previewResource(preview: TokenPreview) {
  return {
    claims_json: preview.claimsJson,
    header: preview.protectedHeader,
    token_bytes: preview.tokenBytes,
    cookie_bytes: preview.cookieBytes,
    cookie_name: preview.cookieName,
    session_id: preview.sessionId,
    template_claims: preview.customClaims,
    diagnostics: preview.diagnostics,
    omitted: preview.omitted && {
      cookie_bytes: preview.omitted.cookieBytes,
      heaviest_claim: preview.omitted.heaviestClaim,
      heaviest_claim_bytes: preview.omitted.heaviestClaimBytes,
    },
  };
}
