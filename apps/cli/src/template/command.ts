import type { Command } from 'commander';
import { addInstanceOptions } from '../server-options.ts';
import { addDiff } from './diff.ts';
import { addRollback } from './rollback.ts';
import { addShow } from './show.ts';
import { addTest } from './test-command.ts';
import { addVersions } from './versions.ts';

/** `bartleby template …`: the history of the session token's template, and its tests. */
export function addTemplate(program: Command): void {
  const template = program
    .command('template')
    .description(
      "the session token's template: its versions, what differs, back to an earlier one, its tests",
    );
  for (const add of [addVersions, addShow, addDiff, addRollback, addTest]) addInstanceOptions(add(template));
}
