import {
  clockSkewBounds,
  instanceAlgorithm,
  isTemplateName,
  lifetimeBounds,
  templateNameRule,
} from '@bartleby/api-contract';
import { findJwtPreset, jwtPresets } from '@bartleby/claims-template';
import {
  type CustomSigningKey,
  type SigningAlgorithm,
  signingAlgorithms,
  UnusableSigningKey,
} from '@bartleby/session-token';
import { createCustomJwtSigner } from '@bartleby/session-token/node';
import { Refusal } from '../../../runtime/refusal.ts';
import { requireValidTemplate } from '../require-valid-template.ts';

/** What a caller may say of a template; undefined was not said. */
export interface JwtTemplateInput {
  readonly name: string;
  /** The claims as an object, or as JSON text, which is kept as it is written. */
  readonly claims: unknown;
  readonly source?: string | undefined;
  /** Which consumer it is for; null for nobody in particular. */
  readonly preset?: string | null | undefined;
  readonly lifetimeSeconds?: number | undefined;
  readonly allowedClockSkewSeconds?: number | undefined;
  readonly customSigningKey?: boolean | undefined;
  readonly signingAlgorithm?: string | undefined;
  readonly signingKey?: string | undefined;
}

/** What stands after the checks; undefined leaves as it is, or takes the default. */
export interface CheckedJwtTemplate {
  readonly name: string;
  readonly source: string;
  readonly preset: string | null | undefined;
  readonly lifetimeSeconds: number | undefined;
  readonly allowedClockSkewSeconds: number | undefined;
  /** Null: the instance's own key. */
  readonly signingKey: Pick<CustomSigningKey, 'algorithm' | 'key'> | null | undefined;
}

const MAX_KEY_LENGTH = 16_384;

/**
 * Checks everything about a template that does not depend on what is stored but for its preset, which stands
 * when the caller says nothing of one.
 * @throws Refusal form_param_*, form_conditional_param_*, jwt_template_reserved_claim, template_invalid
 */
export function checkJwtTemplate(
  input: JwtTemplateInput,
  storedPreset: string | null = null,
): CheckedJwtTemplate {
  const { name, lifetimeSeconds, allowedClockSkewSeconds } = input;
  if (name === '') throw new Refusal('form_param_nil', { param_name: 'name' });
  if (!isTemplateName(name))
    throw new Refusal('form_param_format_invalid', {
      param_name: 'name',
      long_message: templateNameRule,
    });
  requireWithin('lifetime', lifetimeBounds, lifetimeSeconds);
  requireWithin('allowed_clock_skew', clockSkewBounds, allowedClockSkewSeconds);
  return {
    name,
    source: sourceOf(input, storedPreset),
    preset: input.preset,
    lifetimeSeconds,
    allowedClockSkewSeconds,
    signingKey: signingKeyOf(input),
  };
}

function requireWithin(
  paramName: string,
  { minimum, maximum }: { readonly minimum: number; readonly maximum: number },
  value: number | undefined,
): void {
  if (value === undefined) return;
  if (value < minimum)
    throw new Refusal('form_param_value_too_small', { param_name: paramName, min_value: minimum });
  if (value > maximum)
    throw new Refusal('form_param_value_too_large', { param_name: paramName, max_value: maximum });
}

function sourceOf({ source, claims, preset }: JwtTemplateInput, storedPreset: string | null): string {
  if (typeof preset === 'string' && !findJwtPreset(preset))
    throw new Refusal('form_param_value_invalid', {
      param_name: 'preset',
      long_message: `preset is one of ${jwtPresets.map(({ id }) => id).join(', ')}, or null.`,
    });
  const ownClaims = findJwtPreset(preset === undefined ? storedPreset : preset)?.ownClaims;
  if (source !== undefined) {
    requireValidTemplate(source, { surface: 'jwt_template', paramName: 'claims_source', ownClaims });
    return source;
  }
  if (typeof claims !== 'object' || claims === null || Array.isArray(claims))
    throw new Refusal('form_param_type_invalid', { param_name: 'claims', expected_type: 'an object' });
  const text = JSON.stringify(claims);
  requireValidTemplate(text, { surface: 'jwt_template', paramName: 'claims', ownClaims });
  return text;
}

function signingKeyOf(input: JwtTemplateInput): CheckedJwtTemplate['signingKey'] {
  const { customSigningKey, signingAlgorithm, signingKey } = input;
  if (customSigningKey !== true) {
    const reason = 'a key of its own comes with custom_signing_key=true.';
    if (signingKey !== undefined)
      throw new Refusal('form_conditional_param_disallowed', { param_name: 'signing_key', reason });
    if (customSigningKey === false && ![undefined, instanceAlgorithm].includes(signingAlgorithm))
      throw new Refusal('form_conditional_param_disallowed', { param_name: 'signing_algorithm', reason });
    if (customSigningKey === undefined && signingAlgorithm !== undefined)
      throw new Refusal('form_conditional_param_disallowed', { param_name: 'signing_algorithm', reason });
    return customSigningKey === false ? null : undefined;
  }
  const reason = 'custom_signing_key is true. Leave custom_signing_key out to keep the key that is stored.';
  if (!signingAlgorithm)
    throw new Refusal('form_conditional_param_missing', { param_name: 'signing_algorithm', reason });
  if (!signingKey) throw new Refusal('form_conditional_param_missing', { param_name: 'signing_key', reason });
  return usableKey(requireAlgorithm(signingAlgorithm), signingKey);
}

function requireAlgorithm(text: string): SigningAlgorithm {
  const algorithm = signingAlgorithms.find((one) => one === text);
  if (algorithm) return algorithm;
  throw new Refusal('form_param_value_invalid', {
    param_name: 'signing_algorithm',
    long_message: `signing_algorithm is one of ${signingAlgorithms.join(', ')}.`,
  });
}

/** A key that cannot sign is refused now, not when the first token is asked for. */
function usableKey(algorithm: SigningAlgorithm, key: string): { algorithm: SigningAlgorithm; key: string } {
  if (key.length > MAX_KEY_LENGTH)
    throw new Refusal('form_param_max_length_exceeded', {
      param_name: 'signing_key',
      max_length: MAX_KEY_LENGTH,
    });
  try {
    createCustomJwtSigner({ algorithm, key, keyId: 'unused' });
  } catch (error) {
    if (!(error instanceof UnusableSigningKey)) throw error;
    const meta = { param_name: 'signing_key', long_message: error.message };
    throw new Refusal('form_param_value_invalid', meta);
  }
  return { algorithm, key };
}
