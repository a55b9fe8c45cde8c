import type { ClaimOfToken, TokenExplanation as WireExplanation } from '@bartleby/api-contract';
import { Type } from 'typebox';
import type { ApiContext, ApiInstance } from '../../../http/api-instance.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import type { ClaimComparison } from './compare-claims.ts';
import { explainSessionToken, type TokenExplanation } from './explain-session-token.ts';

const Body = Type.Object({
  token: Type.Optional(Type.String({ maxLength: 16_384 })),
  session_id: Type.Optional(Type.String({ maxLength: 64 })),
});

/** A token explained claim by claim: below `…/instances/:instance_id`. */
export function registerExplanationPlatformApi(app: ApiInstance, { dependencies }: ApiContext): void {
  app.post('/session_token/explain', { schema: { body: Body } }, async ({ instance, body }) => {
    const { token, session_id: sessionId } = body;
    if (token !== undefined && sessionId !== undefined)
      throw new Refusal('form_param_unknown', {
        param_name: 'session_id',
        long_message: 'Give token or session_id, not both: a token names its own session.',
      });
    const input = { instance, token, sessionId };
    return explanationResource(await explainSessionToken(dependencies, input));
  });
}

function explanationResource({ token, ...explanation }: TokenExplanation): WireExplanation {
  return {
    user_id: explanation.userId,
    session_id: explanation.sessionId,
    ended: explanation.ended,
    template_version: explanation.templateVersion,
    cookie_bytes: explanation.cookieBytes,
    token: token && {
      issued_at: token.issuedAtSeconds * 1000,
      expires_at: token.expiresAtSeconds * 1000,
      expired: token.isExpired,
      claims_omitted: token.isOmitted,
      template_version: token.templateVersion,
      cookie_bytes: token.cookieBytes,
    },
    claims: explanation.claims.map(claimResource),
  };
}

function claimResource(claim: ClaimComparison): ClaimOfToken {
  return {
    name: claim.name,
    default_claim: claim.isDefault,
    earlier_expression: claim.earlierExpression,
    current_expression: claim.currentExpression,
    sources: claim.sources,
    earlier: claim.earlier,
    current: claim.current,
    change: claim.change,
  };
}
