import { isTemplateName, templateNameRule } from '@bartleby/api-contract';
import { Complaint } from '../../complaint.ts';
import { printable } from '../../printable-text.ts';
import type { ConfigValues } from '../config-values.ts';
import {
  JWT_TEMPLATES,
  jwtTemplateName,
  jwtTemplateParts,
  jwtTemplateText,
  SETTING_NAMES,
} from './jwt-template-text.ts';

/**
 * A file's settings with its JWT templates as whole as the server's: what one does not say of a template is as it is
 * there, or the default of a new one.
 * @throws Complaint for what is no template, no name of one, or no member
 */
export function completedJwtTemplates(file: string, mine: ConfigValues, server: ConfigValues): ConfigValues {
  const completed = new Map(mine);
  for (const [pointer, text] of mine) {
    const name = jwtTemplateName(pointer);
    if (name === null || !server.has(JWT_TEMPLATES)) continue;
    const complain = (problem: string) => new Complaint(printable(`${file}: ${pointer}${problem}`));
    if (!isTemplateName(name)) throw complain(`: ${templateNameRule}`);
    const parts = jwtTemplateParts(text);
    if (!parts)
      throw complain(' is no JWT template: an object with its claims. To delete one, leave it out.');
    const unknown = [...parts.settings.keys()].find((member) => !SETTING_NAMES.includes(member));
    if (unknown !== undefined)
      throw complain(
        `/${unknown} is no setting of a JWT template. There are: claims, ${SETTING_NAMES.join(', ')}. Keys are in no file.`,
      );
    const there = jwtTemplateParts(server.get(pointer) ?? '{}');
    const claims = parts.claims ?? there?.claims;
    if (claims == null) throw complain(' says no claims.');
    const settings = new Map([...(there?.settings ?? []), ...parts.settings]);
    completed.set(pointer, jwtTemplateText({ claims, settings }));
  }
  return completed;
}
