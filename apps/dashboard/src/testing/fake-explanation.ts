import { compileTemplate, explainClaims } from '@bartleby/claims-template';
import { type Answer, AT, ok, refuse, withUser } from './fake-call.ts';
import { defaultClaimsOf, templateDataOf } from './fake-state.ts';

const COOKIE_BYTES = 1_024;

/** The fake's one token: Ada's, made when the template said `"greeting": "{{user.first_name}}"` and she was called Ida. */
export const FAKE_TOKEN = 'eyJhbGciOiJSUzI1NiJ9.e30.c2lnbmF0dXJl';

/** Explains the fake's token or any user's session, by the template that is saved. */
export const explainToken: Answer = (state, { body }) => {
  const { token, session_id: sessionId } = body as { token?: string; session_id?: string };
  if (token !== undefined && token !== FAKE_TOKEN)
    return refuse(400, [
      { code: 'invalid_session_token', long_message: 'The signature does not match the token.' },
    ]);
  const userId = sessionId?.replace(/^sess_/, '') ?? 'user_ada';
  return withUser(state, userId, (user) => {
    const compiled = compileTemplate(state.source ?? '{}');
    const explained = compiled.ok ? explainClaims(compiled.template, templateDataOf(user)) : [];
    const own = explained.map(({ name, expression, sources, value, bytes }) => ({
      name,
      default_claim: false,
      earlier_expression: token && name === 'greeting' ? '"{{user.first_name}}"' : token ? expression : null,
      current_expression: expression,
      sources,
      earlier: token ? { value: name === 'greeting' ? 'Ida' : value, bytes } : null,
      current: { value, bytes },
      change: token ? (name === 'greeting' ? 'changed' : 'same') : null,
    }));
    const defaults = Object.entries(defaultClaimsOf(user)).map(([name, value]) => ({
      name,
      default_claim: true,
      earlier_expression: null,
      current_expression: null,
      sources: [],
      earlier: token ? { value, bytes: 10 } : null,
      current: { value, bytes: 10 },
      change: token ? 'same' : null,
    }));
    return ok({
      user_id: user.id,
      session_id: `sess_${user.id}`,
      ended: null,
      template_version: state.version || null,
      cookie_bytes: COOKIE_BYTES,
      token: token
        ? {
            issued_at: AT,
            expires_at: AT + 60_000,
            expired: true,
            claims_omitted: false,
            template_version: 1,
            cookie_bytes: COOKIE_BYTES - 20,
          }
        : null,
      claims: [...own, ...defaults],
    });
  });
};
