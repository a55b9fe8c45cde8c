import {
  type JwtTemplateResource as JwtTemplate,
  type JwtTemplateRequest,
  maxJwtTemplates,
} from '@bartleby/api-contract';
import type { SendRequest } from './platform-request.ts';
import type { ListOf } from './resources.ts';

export function jwtTemplateCalls(send: SendRequest, base: string) {
  const all = `${base}/jwt_templates`;
  const one = (id: string) => `${all}/${encodeURIComponent(id)}`;
  const only = ({ version }: JwtTemplate) => ({ headers: { 'if-match': String(version) } });
  return {
    jwtTemplates: async () =>
      (await send<ListOf<JwtTemplate>>('GET', all, { query: { limit: maxJwtTemplates, offset: 0 } })).data,
    jwtTemplate: (id: string) => send<JwtTemplate>('GET', one(id)),
    /** Null: a new one. Otherwise only when this is still what is stored. */
    saveJwtTemplate: (base: JwtTemplate | null, body: JwtTemplateRequest) =>
      base === null
        ? send<JwtTemplate>('POST', all, { body })
        : send<JwtTemplate>('PATCH', one(base.id), { body, ...only(base) }),
    deleteJwtTemplate: (template: JwtTemplate) => send<unknown>('DELETE', one(template.id), only(template)),
  };
}
