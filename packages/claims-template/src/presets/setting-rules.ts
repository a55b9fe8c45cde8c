import type { JwtSettings, SettingProblem } from './jwt-preset.ts';

/** The consumer verifies these algorithms; the first is what to take instead of another. */
export function allowAlgorithms(
  { signingAlgorithm }: JwtSettings,
  { consumer, algorithms }: { readonly consumer: string; readonly algorithms: readonly string[] },
): SettingProblem[] {
  const [usual = ''] = algorithms;
  if (algorithms.includes(signingAlgorithm)) return [];
  return [
    {
      code: 'consumer_setting',
      severity: 'error',
      setting: 'signing_algorithm',
      message: `${consumer} verifies ${algorithms.join(', ')} here, not ${signingAlgorithm}.`,
      repair: usual,
    },
  ];
}

/** Whether the template must have a key of its own, or must not. */
export function requireKey(
  { hasOwnKey }: JwtSettings,
  { wanted, message }: { readonly wanted: boolean; readonly message: string },
): SettingProblem[] {
  if (hasOwnKey === wanted) return [];
  return [
    { code: 'consumer_setting', severity: 'error', setting: 'custom_signing_key', message, repair: wanted },
  ];
}
