import type { ApiError } from '@bartleby/api-contract';
import { instanceAlgorithm } from '@bartleby/api-contract';
import { checkJwtTemplate, findJwtPreset, type SettingProblem } from '@bartleby/claims-template';
import { Refusal } from '../../../runtime/refusal.ts';
import { errorOf } from '../require-valid-template.ts';
import type { JwtTemplate } from './jwt-template.ts';

/**
 * A template for a consumer gives tokens that this consumer takes, as far as its documented rules tell.
 * @throws Refusal `template_invalid` with an entry for every broken rule: of claims with pointer, range and ready
 *   edit, of settings (code `consumer_setting`) with the parameter and what would pass
 */
export function requireAcceptedByConsumer(
  template: Pick<JwtTemplate, 'preset' | 'source' | 'lifetimeSeconds' | 'signingAlgorithm'>,
): void {
  const preset = findJwtPreset(template.preset);
  if (!preset) return;
  const claims = checkJwtTemplate(template.source, preset.id).filter(({ severity }) => severity === 'error');
  const settings = preset.checkSettings({
    lifetimeSeconds: template.lifetimeSeconds,
    signingAlgorithm: template.signingAlgorithm ?? instanceAlgorithm,
    hasOwnKey: template.signingAlgorithm !== null,
  });
  const errors = [
    ...claims.map((problem) => errorOf(problem, 'claims')),
    ...settings.filter(({ severity }) => severity === 'error').map(settingError),
  ];
  if (errors.length > 0) throw new Refusal('template_invalid', { errors });
}

const settingError = ({ code, message, setting, severity, repair }: SettingProblem): ApiError => ({
  code,
  message,
  long_message: message,
  meta: { param_name: setting, severity, repair },
});
