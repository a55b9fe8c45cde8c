import type { ClaimChange, ValueChange } from '@bartleby/claims-template';
import type { Command } from 'commander';
import { connectToInstance } from '../platform-client.ts';
import { printable } from '../printable-text.ts';
import type { InstanceFlags } from '../server-options.ts';
import { versionNumber } from '../version-number.ts';
import { activeVersion } from './template-version.ts';

interface DiffFlags extends InstanceFlags {
  user: string[];
  json?: boolean;
}

interface DiffAnswer {
  template_diff: string;
  tests_diff: string;
  claims: ClaimChange[];
  users: {
    user_id: string;
    name: string;
    changes: ValueChange[];
    cookie_bytes: { before: number; after: number };
  }[];
  to: { errors: { message: string; pointer: string }[] };
}

const WORDS: Readonly<Record<ClaimChange['kind'], string>> = {
  added: 'added',
  removed: 'removed',
  type_changed: 'another type',
  became_nullable: 'may be null now',
  no_longer_nullable: 'is never null now',
  value_changed: 'another value',
};

/** What becomes of a claim, in one line. */
export function claimChangeLine({ pointer, kind, before, after }: ClaimChange): string {
  const types = [before?.type, after?.type].filter((type) => type !== undefined);
  return printable(`  ${pointer}  ${WORDS[kind]}  ${[...new Set(types)].join(' -> ')}`);
}

function valueLine({ pointer, kind, before, after }: ValueChange): string {
  const side = (value: unknown, isThere: boolean) => (isThere ? JSON.stringify(value) : 'absent');
  return printable(`    ${pointer}  ${side(before, kind !== 'added')} -> ${side(after, kind !== 'removed')}`);
}

/** What differs, for people: text, then what it means for tokens, then for each user asked about. */
export function diffText(answer: DiffAnswer): string {
  const { template_diff: text, tests_diff: tests, claims, users, to } = answer;
  const lines: string[] = [];
  for (const part of [text, tests]) if (part) lines.push(...part.trimEnd().split('\n').map(printable), '');
  lines.push(claims.length === 0 ? 'Claims: no difference.' : 'Claims:', ...claims.map(claimChangeLine));
  for (const { name, user_id: id, changes, cookie_bytes: bytes } of users)
    lines.push(
      printable(`${name} (${id}): cookie ${bytes.before} -> ${bytes.after} bytes`),
      ...(changes.length === 0 ? ['    the same claims'] : changes.map(valueLine)),
    );
  if (to.errors.length > 0)
    lines.push(
      'The newer text could not be saved today:',
      ...to.errors.map(({ pointer, message }) => printable(`  ${pointer}  ${message}`)),
    );
  return `${lines.join('\n')}\n`;
}

/** `bartleby template diff <from> [to]`: two versions beside each other. */
export function addDiff(template: Command): Command {
  return template
    .command('diff')
    .argument('<from>', 'a version')
    .argument('[to]', 'another one; left out: the active one')
    .description('what differs between two versions, in text, in types, and for chosen users')
    .option(
      '--user <id>',
      'whose claims to compare; may be repeated',
      (id, all: string[]) => [...all, id],
      [],
    )
    .option('--json', 'as JSON')
    .action(async (given: string, other: string | undefined, flags: DiffFlags) => {
      const from = versionNumber(given);
      const { client, path } = await connectToInstance(flags);
      const to = other === undefined ? (await activeVersion(client, path)).version : versionNumber(other);
      const query = new URLSearchParams({ from: String(from), to: String(to) });
      if (flags.user.length > 0) query.set('user_ids', flags.user.join(','));
      const answer = await client.call<DiffAnswer>(`${path}/session_token/diff?${query}`);
      process.stdout.write(flags.json ? `${JSON.stringify(answer, null, 2)}\n` : diffText(answer));
    });
}
