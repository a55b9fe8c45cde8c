import type { TokenOverflow, TokenOverflows } from '@bartleby/api-contract';
import { printable } from '../printable-text.ts';

const number = (value: number): string => value.toLocaleString('en');

/** Whose tokens come without their custom claims, for people at a terminal: names are users' own. */
export function overflowText({ data, more }: TokenOverflows): string {
  if (data.length === 0)
    return more
      ? 'Of the users who lost their claims last every token fits again; there may be others.\n'
      : 'Every token fits in the cookie.\n';
  const head =
    data.length === 1
      ? "One user's tokens come without their custom claims, which do not fit in the cookie:"
      : `The tokens of ${data.length}${more ? ' users or more' : ' users'} come without their custom claims, which do not fit in the cookie:`;
  return `${[head, ...data.map(line)].join('\n')}\n`;
}

const minute = (at: number): string => `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;

function line(one: TokenOverflow): string {
  const [first, last] = [minute(one.first_at), minute(one.last_at)];
  return printable(
    `  ${one.name} (${one.user_id}): ${number(one.cookie_bytes)} of ${number(one.max_bytes)} bytes, of which ${one.heaviest_claim} ${number(one.heaviest_claim_bytes)}; first ${first}${last === first ? '' : `, last ${last}`}`,
  );
}
