import { Refusal } from '../../runtime/refusal.ts';

/**
 * The configuration's version that a request expects, from its If-Match: bare or in quotes; `*` and no header
 * expect nothing (null).
 * @throws Refusal form_param_format_invalid
 */
export function expectedVersion({
  headers,
}: {
  headers: { 'if-match'?: string | undefined };
}): number | null {
  const text = headers['if-match']?.trim();
  if (text === undefined || text === '*') return null;
  const version = /^"?([0-9]{1,15})"?$/.exec(text)?.[1];
  if (version === undefined) throw new Refusal('form_param_format_invalid', { param_name: 'If-Match' });
  return Number(version);
}
