import { Refusal } from '../../runtime/refusal.ts';

/**
 * The version that a request expects of what it writes, from its If-Match: bare or in quotes; `*` expects nothing
 * (null), as does no header.
 * @param told what the body says where there is no header
 * @throws Refusal form_param_format_invalid
 */
export function expectedVersion(
  { headers }: { headers: { 'if-match'?: string | undefined } },
  told?: string | undefined,
): number | null {
  const text = headers['if-match']?.trim() ?? told;
  if (text === undefined || text === '*') return null;
  const version = /^"?([0-9]{1,15})"?$/.exec(text)?.[1];
  if (version === undefined) throw new Refusal('form_param_format_invalid', { param_name: 'If-Match' });
  return Number(version);
}
