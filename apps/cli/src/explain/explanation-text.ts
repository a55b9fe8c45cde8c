import type { ClaimInToken, ClaimOfToken, TokenExplanation } from '@bartleby/api-contract';
import { limits } from '@bartleby/claims-template';
import { printable } from '../printable-text.ts';

/**
 * An explanation as lines for a terminal. Values come from users and from tokens: nothing in them can move the
 * cursor or turn the line around.
 * @param all also the default claims, which every token carries by itself
 */
export function explanationText(explanation: TokenExplanation, { all }: { all: boolean }): string {
  const claims = explanation.claims.filter(({ default_claim }) => all || !default_claim);
  const left = explanation.claims.length - claims.length;
  return [
    ...headLines(explanation),
    '',
    ...(claims.length === 0 ? ['The template gives no claims of its own.', ''] : []),
    ...claims.flatMap((claim) => [...claimLines(claim), '']),
    ...(left > 0 ? [`${left} default claims are not shown: add --all.`] : []),
  ].join('\n');
}

function headLines({ token, ...explanation }: TokenExplanation): string[] {
  const { user_id, session_id, template_version, cookie_bytes } = explanation;
  const lines = [`User ${user_id}, session ${session_id}`];
  if (token) {
    const instant = (milliseconds: number) => new Date(milliseconds).toISOString();
    const until = token.expired ? 'expired' : 'valid until';
    lines.push(
      `Token   issued ${instant(token.issued_at)}, ${until} ${instant(token.expires_at)}; ${versionText(token.template_version)}; ${cookieText(token.cookie_bytes)}`,
    );
    if (token.claims_omitted)
      lines.push(
        '        Its custom claims did not fit in the cookie and were left out, all together (claim __omitted).',
      );
  }
  lines.push(
    cookie_bytes === null
      ? 'Now     no token: the user is deleted.'
      : `Now     ${versionText(template_version)}; ${cookieText(cookie_bytes)}`,
  );
  if (explanation.ended === 'session_ended')
    lines.push('        The session has ended: shown is what the user would get after signing in again.');
  return lines;
}

const versionText = (version: number | null) =>
  version === null ? 'no template' : `template version ${version}`;
const cookieText = (bytes: number) =>
  `cookie ${bytes.toLocaleString('en')} of ${limits.cookieBytes.toLocaleString('en')} bytes`;

function claimLines(claim: ClaimOfToken): string[] {
  const { earlier_expression, current_expression, change, sources } = claim;
  const expression = current_expression ?? earlier_expression;
  const lines = [
    `${printable(claim.name)}${change && change !== 'same' ? `  (${change})` : ''}${claim.default_claim ? '  default claim' : ''}`,
  ];
  if (expression !== null) lines.push(`  written  ${printable(expression)}`);
  if (earlier_expression !== null && current_expression !== null && earlier_expression !== current_expression)
    lines.push(`  before   ${printable(earlier_expression)}`);
  for (const { path, value } of sources) lines.push(`  reads    ${printable(path)} = ${jsonText(value)}`);
  return [...lines, ...valueLines(claim)];
}

function valueLines({ earlier, current, change }: ClaimOfToken): string[] {
  const weighed = ({ value, bytes }: ClaimInToken) => `${jsonText(value)}  (${bytes} bytes)`;
  if (change === 'same') return [`  value    ${current ? weighed(current) : 'none'}`];
  return [
    ...(earlier ? [`  then     ${weighed(earlier)}`] : []),
    ...(current ? [`  now      ${weighed(current)}`] : []),
  ];
}

const jsonText = (value: unknown) => printable(JSON.stringify(value) ?? 'null');
