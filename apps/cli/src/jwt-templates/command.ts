import type { Command } from 'commander';
import { addInstanceOptions } from '../server-options.ts';
import { addCreate } from './create.ts';
import { addDelete } from './delete.ts';
import { addList } from './list.ts';
import { addShow } from './show.ts';
import { addUpdate } from './update.ts';

/** `bartleby jwt-templates …`: tokens for other services. */
export function addJwtTemplates(program: Command): void {
  const group = program
    .command('jwt-templates')
    .description('JWT templates, for tokens of other services: list, show, create, update, delete');
  for (const add of [addList, addShow, addCreate, addUpdate, addDelete]) addInstanceOptions(add(group));
}
