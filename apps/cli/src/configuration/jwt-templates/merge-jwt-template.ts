import { type Merge, type MergeSide, type MergeSides, mergeTemplates } from '@bartleby/claims-template';
import { type JwtTemplateParts, jwtTemplateParts, jwtTemplateText } from './jwt-template-text.ts';

/** Where the names of claims begin, so that they are told from those of settings. */
const CLAIMS = 'claims/';

const settingsText = ({ settings }: JwtTemplateParts) =>
  `{${[...settings].map(([name, text]) => `${JSON.stringify(name)}: ${text}`).join(',')}}`;

/** Merges a template claim by claim and setting by setting; null when a side cannot be read. */
export function mergeJwtTemplate(
  sides: MergeSides<string>,
  choices: ReadonlyMap<string, MergeSide>,
): Merge<string> | null {
  const [base, theirs, mine] = [sides.base, sides.theirs, sides.mine].map(wholeParts);
  if (!base || !theirs || !mine) return null;
  const ofClaims = [...choices].flatMap(([name, side]) =>
    name.startsWith(CLAIMS) ? [[name.slice(CLAIMS.length), side] as const] : [],
  );
  const claims = mergeTemplates(
    { base: base.claims, theirs: theirs.claims, mine: mine.claims },
    new Map(ofClaims),
  );
  const settings = mergeTemplates(
    { base: settingsText(base), theirs: settingsText(theirs), mine: settingsText(mine) },
    choices,
  );
  if (!claims || !settings) return null;
  const merged = jwtTemplateParts(settings.merged)?.settings ?? new Map<string, string>();
  return {
    merged: jwtTemplateText({ claims: claims.merged, settings: merged }),
    entries: [
      ...claims.entries.map((entry) => ({ ...entry, name: CLAIMS + entry.name })),
      ...settings.entries,
    ],
  };
}

function wholeParts(text: string): JwtTemplateParts | null {
  const parts = jwtTemplateParts(text);
  return parts?.claims == null ? null : { ...parts, claims: parts.claims };
}
