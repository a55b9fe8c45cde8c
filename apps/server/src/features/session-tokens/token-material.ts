import { type CompiledTemplate, compileTemplate } from '@bartleby/claims-template';
import type { Signer } from '@bartleby/session-token';
import type { Dependencies } from '../../dependencies.ts';
import type { Instance } from '../instances/index.ts';
import { activeSessionTokenTemplate } from '../jwt-templates/index.ts';
import { activeSigner } from '../signing-keys/index.ts';
import { MaterialKeeper } from './material-keeper.ts';
import { readsNothing, type SubjectReads } from './token-subject.ts';

/** What turns a subject into a token, as of one version of the instance. */
export interface TokenMaterial {
  readonly template: CompiledTemplate | null;
  readonly signer: Signer;
  readonly reads: SubjectReads;
}

const keepers = new WeakMap<Dependencies, MaterialKeeper<TokenMaterial>>();

function keeperOf(dependencies: Dependencies): MaterialKeeper<TokenMaterial> {
  const found = keepers.get(dependencies) ?? new MaterialKeeper<TokenMaterial>();
  keepers.set(dependencies, found);
  return found;
}

/** What the last template of this instance known to this node reads. */
export function lastKnownReads(dependencies: Dependencies, instanceId: string): SubjectReads {
  return keeperOf(dependencies).lastReads(instanceId);
}

/** Template and signer of `instance.version`, which the caller has just read from the database. */
export function tokenMaterial(
  dependencies: Dependencies,
  instance: Pick<Instance, 'id' | 'version'>,
): Promise<TokenMaterial> {
  const { id, version } = instance;
  return keeperOf(dependencies).get(id, version, () => loadMaterial(dependencies, instance));
}

async function loadMaterial(
  dependencies: Dependencies,
  instance: Pick<Instance, 'id' | 'version'>,
): Promise<TokenMaterial> {
  const { database, log } = dependencies;
  const stored = await activeSessionTokenTemplate(database.queries, instance.id);
  const signer = await activeSigner(dependencies, instance);
  if (!stored) return { template: null, signer, reads: readsNothing };
  const compiled = compileTemplate(stored.source, { mode: 'stored' });
  if (!compiled.ok) throw new Error(`the stored session token template of ${instance.id} cannot be compiled`);
  const { template } = compiled;
  if (template.droppedClaims.length > 0)
    log.warn('the session token template holds reserved claims, which are left out', {
      instance_id: instance.id,
      claims: template.droppedClaims,
    });
  return { template, signer, reads: readsOf(template) };
}

/** Which optional parts of a subject a template reads. */
export function readsOf(template: CompiledTemplate): SubjectReads {
  return {
    emailAddresses: template.reads.has('user'),
    phoneNumbers: template.reads.has('user'),
    publicMetadata: template.reads.has('user.public_metadata'),
    unsafeMetadata: template.reads.has('user.unsafe_metadata'),
  };
}
