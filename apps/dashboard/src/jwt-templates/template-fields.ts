import type { JwtTemplateResource as JwtTemplate, JwtTemplateRequest } from '@bartleby/api-contract';
import { clockSkewBounds, isTemplateName, lifetimeBounds } from '@bartleby/api-contract';
import type { JwtPreset, JwtSettings } from '@bartleby/claims-template';

export const algorithms = ['RS256', 'RS384', 'RS512', 'ES256', 'HS256', 'HS384', 'HS512'] as const;

/** A template as it stands in the form: numbers as they are typed. */
export interface TemplateFields {
  readonly name: string;
  readonly source: string;
  readonly preset: string | null;
  readonly lifetime: string;
  readonly clockSkew: string;
  readonly hasOwnKey: boolean;
  readonly algorithm: string;
  /** Never filled from what is stored. */
  readonly signingKey: string;
}

export const blankFields: TemplateFields = {
  name: '',
  source: '{}',
  preset: null,
  lifetime: String(lifetimeBounds.default),
  clockSkew: String(clockSkewBounds.default),
  hasOwnKey: false,
  algorithm: 'RS256',
  signingKey: '',
};

export const fieldsOfPreset = ({ id, template, settings }: JwtPreset): TemplateFields => ({
  ...blankFields,
  name: id,
  source: template,
  preset: id,
  lifetime: String(settings.lifetimeSeconds),
  hasOwnKey: settings.hasOwnKey,
  algorithm: settings.signingAlgorithm,
});

export const fieldsOfTemplate = (template: JwtTemplate): TemplateFields => ({
  name: template.name,
  source: template.claims_source,
  preset: template.preset,
  lifetime: String(template.lifetime),
  clockSkew: String(template.allowed_clock_skew),
  hasOwnKey: template.custom_signing_key,
  algorithm: template.signing_algorithm,
  signingKey: '',
});

/** What is edited, and what it came from: enough to go on with it later. */
export interface TemplateState {
  /** Null: a new one. */
  readonly base: JwtTemplate | null;
  readonly saved: TemplateFields;
  readonly fields: TemplateFields;
}

export const newState = (fields: TemplateFields): TemplateState => ({ base: null, saved: fields, fields });

export function stateOfTemplate(base: JwtTemplate): TemplateState {
  const fields = fieldsOfTemplate(base);
  return { base, saved: fields, fields };
}

/** What is edited when `sent` is stored: what was typed meanwhile stays. */
export function stateAfterSave(
  fields: TemplateFields,
  { sent, stored }: { readonly sent: TemplateFields; readonly stored: JwtTemplate },
): TemplateState {
  const { base, saved } = stateOfTemplate(stored);
  const names = Object.keys(saved) as (keyof TemplateFields)[];
  const typed = names.filter((name) => fields[name] !== sent[name]).map((name) => [name, fields[name]]);
  return { base, saved, fields: { ...saved, ...Object.fromEntries(typed) } };
}

export const sameFields = (a: TemplateFields, b: TemplateFields): boolean =>
  JSON.stringify(a) === JSON.stringify(b);

/** Whole seconds; NaN for anything else. */
const secondsOf = (text: string): number => (/^\d{1,10}$/.test(text.trim()) ? Number(text) : Number.NaN);

export const settingsOf = (fields: TemplateFields): JwtSettings => ({
  lifetimeSeconds: secondsOf(fields.lifetime),
  signingAlgorithm: fields.hasOwnKey ? fields.algorithm : 'RS256',
  hasOwnKey: fields.hasOwnKey,
});

/** Whether the key that is stored does for what the form says. */
function keepsKey(fields: TemplateFields, base: JwtTemplate | null): boolean {
  return base?.custom_signing_key === true && base.signing_algorithm === fields.algorithm;
}

/** What to mend outside the claims before this can be saved, for people; null when nothing. */
export function faultOf(fields: TemplateFields, base: JwtTemplate | null): string | null {
  const lifetime = secondsOf(fields.lifetime);
  const skew = secondsOf(fields.clockSkew);
  if (fields.name === '') return 'Give the template a name.';
  if (!isTemplateName(fields.name)) return 'Change the name: see its rule.';
  if (!(lifetime >= lifetimeBounds.minimum && lifetime <= lifetimeBounds.maximum))
    return `Give a lifetime from ${lifetimeBounds.minimum} to ${lifetimeBounds.maximum} seconds.`;
  if (!(skew >= clockSkewBounds.minimum && skew <= clockSkewBounds.maximum))
    return `Give a clock skew from ${clockSkewBounds.minimum} to ${clockSkewBounds.maximum} seconds.`;
  if (fields.hasOwnKey && fields.signingKey === '' && !keepsKey(fields, base))
    return 'Paste the signing key.';
  return null;
}

/** What is sent; a key is sent only when one was typed. */
export function requestOf(fields: TemplateFields, base: JwtTemplate | null): JwtTemplateRequest {
  const { name, source, preset, algorithm, hasOwnKey, signingKey } = fields;
  const body = {
    name,
    claims_source: source,
    preset,
    lifetime: secondsOf(fields.lifetime),
    allowed_clock_skew: secondsOf(fields.clockSkew),
  };
  if (hasOwnKey && signingKey !== '')
    return { ...body, custom_signing_key: true, signing_algorithm: algorithm, signing_key: signingKey };
  return !hasOwnKey && base?.custom_signing_key ? { ...body, custom_signing_key: false } : body;
}
