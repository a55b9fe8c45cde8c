import { maxJwtTemplates } from '@bartleby/api-contract';
import type { Queries } from '../../../../database/database.ts';
import type { Dependencies } from '../../../../dependencies.ts';
import type { Actor } from '../../../events/index.ts';
import { configConflict } from '../../../instances/index.ts';
import { deleteIn } from '../delete-jwt-template.ts';
import {
  countJwtTemplates,
  findJwtTemplateByName,
  type StoredJwtTemplate,
  updateJwtTemplate,
} from '../jwt-template-store.ts';
import { insertIn, storeVersionIn, tooMany } from '../save-jwt-template.ts';
import type { JwtTemplateChange } from './plan-jwt-template-changes.ts';

interface Application {
  readonly instanceId: string;
  readonly changes: readonly JwtTemplateChange[];
  readonly actor: Actor;
  readonly now: Date;
}

/**
 * Makes planned changes, in the caller's transaction, which has raised the instance's version before and so holds it.
 * @throws Refusal config_conflict when a template is not what it was when the change was planned; quota_exceeded
 */
export async function applyJwtTemplateChangesIn(
  queries: Queries,
  { random }: Pick<Dependencies, 'random'>,
  { instanceId, changes, actor, now }: Application,
): Promise<void> {
  for (const { name, before, after } of changes) {
    const stored = await findJwtTemplateByName(queries, instanceId, name);
    if (stored?.id !== before?.id || stored?.version !== before?.version)
      throw await configConflict(queries, instanceId);
    if (after === null) {
      if (stored) await deleteIn(queries, { instanceId, id: stored.id, actor });
      continue;
    }
    const write = (own: Pick<StoredJwtTemplate, 'id' | 'version' | 'createdAt' | 'sealedSigningKey'>) => ({
      ...{ instanceId, actor, createdAt: now },
      template: { ...after, ...own, name, updatedAt: now },
    });
    if (stored) {
      const version = await updateJwtTemplate(queries, instanceId, { id: stored.id, name, updatedAt: now });
      if (version === null) throw await configConflict(queries, instanceId);
      const sealedSigningKey = after.signingAlgorithm === null ? null : stored.sealedSigningKey;
      const { id, createdAt } = stored;
      await storeVersionIn(queries, write({ id, createdAt, version, sealedSigningKey }));
    } else {
      const fresh = { id: random.id('jtmp'), version: 1, createdAt: now, sealedSigningKey: null };
      await insertIn(queries, write(fresh));
    }
  }
  const isOver = (await countJwtTemplates(queries, instanceId)) > maxJwtTemplates;
  if (isOver && changes.some(({ before }) => before === null)) throw tooMany();
}
