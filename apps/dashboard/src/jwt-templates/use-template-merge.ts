import type { JwtTemplateResource as JwtTemplate } from '@bartleby/api-contract';
import {
  findJwtPreset,
  type MergeableEntry,
  type MergedEntry,
  type MergeSide,
  mergeEntries,
  mergeTemplates,
} from '@bartleby/claims-template';
import { useChoices } from '../elements/conflict/use-choices.ts';
import { fieldsOfTemplate, type TemplateFields, type TemplateState } from './template-fields.ts';

interface Setting extends MergeableEntry {
  /** What it sets in the form. */
  readonly fields: Partial<TemplateFields>;
}

function keyText({ hasOwnKey, algorithm, signingKey }: TemplateFields): string {
  if (!hasOwnKey) return 'RS256, instance’s key';
  return `${algorithm}, ${signingKey === '' ? 'own key' : 'the key that was pasted'}`;
}

function settingsIn(all: TemplateFields): ReadonlyMap<string, Setting> {
  const { name, preset, lifetime, clockSkew, hasOwnKey, algorithm, signingKey } = all;
  const setting = (text: string, fields: Partial<TemplateFields>): Setting => ({
    text,
    meaning: text,
    fields,
  });
  return new Map([
    ['Name', setting(name, { name })],
    ['Made for', setting(findJwtPreset(preset)?.title ?? 'Any service', { preset })],
    ['Lifetime', setting(`${lifetime.trim()} s`, { lifetime })],
    ['Allowed clock skew', setting(`${clockSkew.trim()} s`, { clockSkew })],
    ['Signed', setting(keyText(all), { hasOwnKey, algorithm, signingKey })],
  ]);
}

export interface TemplateMerge {
  /** Mine on top of theirs; null when a text is none. */
  readonly merged: TemplateState | null;
  readonly claims: readonly MergedEntry[];
  readonly settings: readonly MergedEntry[];
  readonly chooseClaim: (name: string, side: MergeSide) => void;
  readonly chooseSetting: (name: string, side: MergeSide) => void;
}

/** A template that is edited and what somebody else saved meanwhile, put together by claim and by setting. */
export function useTemplateMerge({ saved, fields }: TemplateState, other: JwtTemplate): TemplateMerge {
  const [claimChoices, chooseClaim] = useChoices();
  const [settingChoices, chooseSetting] = useChoices();
  const theirs = fieldsOfTemplate(other);
  const texts = { base: saved.source, theirs: theirs.source, mine: fields.source };
  const claims = mergeTemplates(texts, claimChoices);
  const settings = mergeEntries<Setting>(
    { base: settingsIn(saved), theirs: settingsIn(theirs), mine: settingsIn(fields) },
    settingChoices,
  );
  const kept = [...settings.merged.values()].map((setting) => setting.fields);
  const merged = claims && {
    base: other,
    saved: theirs,
    fields: Object.assign({}, theirs, ...kept, { source: claims.merged }) as TemplateFields,
  };
  return { merged, claims: claims?.entries ?? [], settings: settings.entries, chooseClaim, chooseSetting };
}
