import { compileTemplate } from '@bartleby/claims-template';
import { Type } from 'typebox';
import type { Dependencies } from '../../dependencies.ts';
import type { ApiContext, ApiInstance } from '../../http/api-instance.ts';
import { closedSignal } from '../../http/closed-signal.ts';
import type { Instance } from '../instances/index.ts';
import {
  activeSessionTokenTemplate,
  EMPTY_TEMPLATE_SOURCE,
  requireValidTemplate,
} from '../jwt-templates/index.ts';
import { displayName } from '../users/index.ts';
import { registerExplanationPlatformApi } from './explain/platform-api.ts';
import { previewSessionToken, type TokenPreview } from './preview-session-token.ts';
import { weighUsers } from './weigh-users.ts';

const source = Type.Optional(Type.String({ maxLength: 65_536 }));
const id = Type.String({ maxLength: 64 });
const Preview = Type.Object({ source, user_id: id, session_id: Type.Optional(id) });
const DataOf = Type.Object({ user_id: id, session_id: Type.Optional(id) });
const Draft = Type.Object({ source });

/** A user's next token before it is issued, and what a draft weighs: below `…/instances/:instance_id`. */
export function registerSessionTokensPlatformApi(app: ApiInstance, context: ApiContext): void {
  const { dependencies } = context;
  registerExplanationPlatformApi(app, context);

  app.post('/session_token/preview', { schema: { body: Preview } }, async ({ instance, body }) => {
    const { source, user_id: userId, session_id: sessionId } = body;
    return previewResource(await previewSessionToken(dependencies, { instance, userId, sessionId, source }));
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

  app.post('/session_token/heaviest', { schema: { body: Draft } }, async ({ instance, body }, reply) => {
    const template = await draftOrActive(dependencies, instance, body.source);
    const signal = closedSignal(reply);
    const { heaviest, ...counts } = await weighUsers(dependencies, { instance, template, signal });
    return {
      user_id: heaviest?.user.id ?? null,
      name: heaviest ? displayName(heaviest.user) : null,
      cookie_bytes: heaviest?.weight.cookieBytes ?? 0,
      users_checked: counts.usersChecked,
      users_over_limit: counts.usersOverLimit,
    };
  });
}

/** A draft must be one that may be saved; the stored one is taken as it is. */
async function draftOrActive({ database }: Dependencies, instance: Instance, draft: string | undefined) {
  if (draft !== undefined) return requireValidTemplate(draft).template;
  const stored = await activeSessionTokenTemplate(database.queries, instance.id);
  const compiled = compileTemplate(stored?.source ?? EMPTY_TEMPLATE_SOURCE, { mode: 'stored' });
  return compiled.ok ? compiled.template : requireValidTemplate(EMPTY_TEMPLATE_SOURCE).template;
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
