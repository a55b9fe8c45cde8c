import { compareTemplates, compileTemplate, findJwtPreset } from '@bartleby/claims-template';
import { Complaint } from '../../complaint.ts';
import { draftProblems } from '../../jwt-templates/checked-draft.ts';
import { claimChangeLine } from '../../template/diff.ts';
import type { ChangedValue } from '../config-values.ts';
import { claimsOfJwtTemplate, jwtTemplateName, jwtTemplateParts } from './jwt-template-text.ts';

/** A setting of a template, as JSON says it. */
const setting = (text: string, name: string): unknown =>
  JSON.parse(jwtTemplateParts(text)?.settings.get(name) ?? 'null');

const presetOf = (text: string): string | null => {
  const preset = setting(text, 'preset');
  return typeof preset === 'string' ? preset : null;
};

/** What becomes of each template and its claims, for people. */
export function jwtTemplateLines(changes: readonly ChangedValue[]): string[] {
  return changes.flatMap(({ pointer, before, after }) => {
    const name = jwtTemplateName(pointer);
    if (name === null) return [];
    if (after === null)
      return [
        '',
        `JWT template ${name}: deleted, with its key. Tokens that are out stay valid until they expire.`,
      ];
    return ['', `JWT template ${name}: ${before === null ? 'new' : 'changed'}`, ...claimLines(before, after)];
  });
}

function claimLines(before: string | null, after: string): string[] {
  const [older, newer] = [before, after].map((text) =>
    compileTemplate(text === null ? '{}' : claimsOfJwtTemplate(text), {
      surface: 'jwt_template',
      ownClaims: text === null ? undefined : findJwtPreset(presetOf(text))?.ownClaims,
      mode: 'stored',
    }),
  );
  if (!older?.ok || !newer?.ok) return [];
  return compareTemplates(older.template, newer.template).map(claimChangeLine);
}

/** In a sentence, for what was saved; null when no template is among the changes. */
export function jwtTemplatesSaved(changes: readonly ChangedValue[]): string | null {
  const said = changes.flatMap(({ pointer, before, after }) => {
    const name = jwtTemplateName(pointer);
    if (name === null) return [];
    return [`${after === null ? 'deleted' : before === null ? 'made' : 'changed'} ${name}`];
  });
  return said.length === 0 ? null : `JWT templates: ${said.join(', ')}.`;
}

/**
 * Checks the templates that the file changes, by the rules of their consumers; answers what is unwise about them.
 * @throws Complaint for what could not be saved, with its place and its repair
 */
export function checkJwtTemplates(file: string, changes: readonly ChangedValue[]): string[] {
  const found = changes.flatMap(({ pointer, after }) => {
    if (jwtTemplateName(pointer) === null || after === null) return [];
    const problems = draftProblems({
      source: claimsOfJwtTemplate(after),
      preset: presetOf(after),
      lifetime: Number(setting(after, 'lifetime')),
      algorithm: String(setting(after, 'signing_algorithm')),
      hasOwnKey: setting(after, 'custom_signing_key') === true,
    });
    return problems.map(({ severity, text }) => ({ severity, text: `${file}${pointer}: ${text}` }));
  });
  const errors = found.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Complaint(errors.map(({ text }) => text).join('\n'));
  return found.filter(({ severity }) => severity === 'warning').map(({ text }) => text);
}
