import {
  instanceAlgorithm,
  type JwtTemplateResource as JwtTemplate,
  type JwtTemplateRequest,
} from '@bartleby/api-contract';
import { Complaint } from '../complaint.ts';
import type { JwtTemplateDraft } from './checked-draft.ts';
import { presetCalled, readText, wholeSeconds } from './given-values.ts';

/** What of a template to change; what is left out stays. */
export interface UpdateOptions {
  claims?: string;
  name?: string;
  preset?: string;
  lifetime?: string;
  clockSkew?: string;
  algorithm?: string;
  keyFile?: string;
  instanceKey?: boolean;
}

/** What is said of the key; nothing leaves the stored one in place. */
function keyOf(flags: UpdateOptions, before: JwtTemplate): Partial<JwtTemplateRequest> {
  const { algorithm, keyFile, instanceKey } = flags;
  if (instanceKey) {
    if (keyFile !== undefined || algorithm !== undefined)
      throw new Complaint('Say --instance-key, or --key-file with --algorithm, not both.');
    return { custom_signing_key: false };
  }
  if (keyFile === undefined) {
    if (algorithm === undefined) return {};
    throw new Complaint('An algorithm comes with its key, which no API tells: say --key-file <file> too.');
  }
  const known = before.custom_signing_key ? before.signing_algorithm : undefined;
  const signingAlgorithm = algorithm ?? known;
  if (signingAlgorithm === undefined) throw new Complaint('Say --algorithm <algorithm> too.');
  return {
    custom_signing_key: true,
    signing_algorithm: signingAlgorithm,
    signing_key: readText(keyFile).trimEnd(),
  };
}

/**
 * What the options make of a template.
 * @throws Complaint for options that do not go together, and files that cannot be read
 */
/** Everything but the key, so that what is saved is what was checked. */
export function updateOf(flags: UpdateOptions, before: JwtTemplate): JwtTemplateRequest {
  const { name, claims, preset, lifetime, clockSkew } = flags;
  return {
    name: name ?? before.name,
    claims_source: claims === undefined ? before.claims_source : readText(claims),
    preset: preset === undefined ? before.preset : preset === 'none' ? null : presetCalled(preset).id,
    lifetime: lifetime === undefined ? before.lifetime : wholeSeconds('--lifetime', lifetime),
    allowed_clock_skew:
      clockSkew === undefined ? before.allowed_clock_skew : wholeSeconds('--clock-skew', clockSkew),
    ...keyOf(flags, before),
  };
}

/** A key that is given counts as another one: the stored one cannot be looked at. */
export const isTheSame = (before: JwtTemplate, update: JwtTemplateRequest): boolean =>
  update.signing_key === undefined &&
  (Object.keys(update) as (keyof JwtTemplateRequest)[]).every(
    (key) => update[key] === before[key as keyof JwtTemplate],
  );

/** For the check. */
export const draftOf = (update: JwtTemplateRequest, before: JwtTemplate): JwtTemplateDraft => {
  const { claims_source: source, preset, lifetime, custom_signing_key: own } = update;
  const hasOwnKey = own ?? before.custom_signing_key;
  const algorithm =
    own === false ? instanceAlgorithm : (update.signing_algorithm ?? before.signing_algorithm);
  return { source, preset, lifetime, algorithm, hasOwnKey };
};
