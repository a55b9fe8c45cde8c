import {
  compileTemplate,
  type JsonObject,
  renderTemplate,
  serializeClaims,
  type TemplateData,
} from '@bartleby/claims-template';
import type { SessionTokenTemplate } from '../../jwt-templates/index.ts';

/**
 * Which of the templates in force within the token's second made it: the one that renders its claims from the
 * user's data, else the one that has its claims at all, else the newest. Null when there was none.
 */
export function templateOfToken(
  candidates: readonly SessionTokenTemplate[],
  { claims, data }: { readonly claims: JsonObject; readonly data: TemplateData | null },
): SessionTokenTemplate | null {
  if (candidates.length < 2) return candidates[0] ?? null;
  const compiled = candidates.flatMap((candidate) => {
    const result = compileTemplate(candidate.source, { mode: 'stored' });
    return result.ok ? [{ candidate, template: result.template }] : [];
  });
  const named = compiled.filter(({ template }) =>
    template.claims.members.every(({ name }) => Object.hasOwn(claims, name)),
  );
  const exact = data && named.find(({ template }) => isPartOf(renderTemplate(template, data), claims));
  return exact?.candidate ?? named[0]?.candidate ?? candidates[0] ?? null;
}

const isPartOf = (part: JsonObject, whole: JsonObject) =>
  Object.keys(part).every(
    (name) =>
      serializeClaims({ [name]: part[name] ?? null }) === serializeClaims({ [name]: whole[name] ?? null }),
  );
