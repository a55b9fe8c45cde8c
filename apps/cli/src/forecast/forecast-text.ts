import type { ForecastChange, ForecastResult, ForecastSizes, ForecastUser } from '@bartleby/api-contract';
import { printable } from '../printable-text.ts';

const BAR_WIDTH = 32;
const MAX_BARS = 24;

/** What happens to a claim, in words. */
const WORDS: Readonly<Record<ForecastChange['kind'], string>> = {
  added: 'added',
  added_null: 'added, but null',
  removed: 'removed',
  became_null: 'becomes null',
  no_longer_null: 'is no longer null',
  type_changed: 'changes its type',
  value_changed: 'changes its value',
};

/** A forecast for people at a terminal. Nothing in it moves the cursor: names and values are users' own. */
export function forecastText(forecast: ForecastResult): string {
  const sections = [
    head(forecast),
    sizes(forecast),
    picture(forecast),
    overLimit(forecast),
    changes(forecast.changes),
  ].filter(Boolean);
  return `${sections.join('\n\n')}\n`;
}

const number = (value: number): string => value.toLocaleString('en');
const users = (count: number): string => `${number(count)} ${count === 1 ? 'user' : 'users'}`;

function head({ users_total, users_rendered, sample, compared_version }: ForecastResult): string {
  const compared = compared_version === 0 ? 'with no template' : `with the saved version ${compared_version}`;
  const all = `Forecast for ${users(users_total)}, compared ${compared}.`;
  if (!sample) return all;
  const percent = (sample.margin_of_error * 100).toFixed(2);
  return `${all}\nA sample: one user in ${sample.step}, ${users(users_rendered)}, and the heaviest ones. Parts are within ${percent} percent, 19 times in 20.`;
}

function sizes({ cookie, handshake }: ForecastResult): string {
  const rows = [
    ['bytes', 'now', 'draft', 'limit'],
    ...sizeRows('cookie', cookie),
    ...sizeRows('handshake', handshake),
  ];
  return table(rows, ['left', 'right', 'right', 'right']);
}

function sizeRows(name: string, { before, after, max_bytes }: ForecastSizes): string[][] {
  return [
    [`${name}, median`, number(before.median_bytes), number(after.median_bytes), ''],
    [`${name}, 95 of 100`, number(before.p95_bytes), number(after.p95_bytes), ''],
    [`${name}, largest`, number(before.largest_bytes), number(after.largest_bytes), number(max_bytes)],
  ];
}

function picture({ distribution, cookie }: ForecastResult): string {
  if (distribution.length === 0) return '';
  const most = Math.max(1, ...distribution.map(({ after }) => after));
  const bars = distribution
    .filter(({ after }) => after > 0)
    .slice(-MAX_BARS)
    .map(({ from_bytes: from, to_bytes: to, after }) => [
      to === null ? `over ${number(from)}` : `to ${number(to)}`,
      '█'.repeat(Math.max(1, Math.round((after / most) * BAR_WIDTH))).padEnd(BAR_WIDTH),
      number(after),
      from >= cookie.max_bytes ? 'does not fit' : '',
    ]);
  return `Users by size of the cookie under the draft:\n${table(bars, ['right', 'left', 'right', 'left'])}`;
}

function overLimit({ over_limit: over, heaviest, cookie, sample }: ForecastResult): string {
  const before = over.users_before > 0 ? ` (now: ${users(over.users_before)})` : '';
  if (over.users_after === 0) return `Every token fits in the cookie${before}.`;
  const estimate = sample ? `, about ${number(over.users_after_estimate)} of all` : '';
  const lines = [
    `${users(over.users_after)} would not fit in ${number(cookie.max_bytes)} bytes${estimate}${before}: their tokens would lose all custom claims.`,
    ...over.by_claim.map(
      ({ claim, users: count, largest_bytes: bytes }) =>
        `  because of ${printable(claim)}: ${users(count)}, up to ${number(bytes)} bytes`,
    ),
    ...heaviest.filter(({ fits }) => !fits).map(heavyLine),
    `A save is refused, unless it says session.accept_broken_users: ${over.users_after}.`,
  ];
  return lines.join('\n');
}

const heavyLine = (user: ForecastUser): string =>
  `  ${printable(user.name)} (${user.user_id}): ${number(user.cookie_bytes)} bytes, of which ${printable(user.heaviest_claim ?? '')} ${number(user.heaviest_claim_bytes)}`;

function changes(all: readonly ForecastChange[]): string {
  if (all.length === 0) return 'No claim changes.';
  const rows = all.map((change) => [
    printable(change.claim),
    WORDS[change.kind],
    users(change.users),
    exampleText(change),
  ]);
  return `Changes of claims:\n${table(rows, ['left', 'left', 'right', 'left'])}`;
}

function exampleText({ examples, kind }: ForecastChange): string {
  const [example] = examples;
  if (!example) return '';
  const { name, before, after } = example;
  const value =
    kind === 'added' || kind === 'added_null' ? after : kind === 'removed' ? before : `${before} → ${after}`;
  return `${printable(name).slice(0, 30)}: ${printable(value ?? '').slice(0, 60)}`;
}

/** Columns as wide as their widest cell, two blanks apart, indented. */
function table(rows: readonly (readonly string[])[], sides: readonly ('left' | 'right')[]): string {
  const widths = sides.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map((row) =>
      row
        .map((cell, column) => {
          const width = widths[column] ?? 0;
          return sides[column] === 'right' ? cell.padStart(width) : cell.padEnd(width);
        })
        .join('  ')
        .trimEnd(),
    )
    .map((line) => `  ${line}`)
    .join('\n');
}
