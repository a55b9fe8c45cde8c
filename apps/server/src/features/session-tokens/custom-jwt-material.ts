import { type CompiledTemplate, compileTemplate, findJwtPreset } from '@bartleby/claims-template';
import type { Signer } from '@bartleby/session-token';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import type { Instance } from '../instances/index.ts';
import { customJwtSigner, findJwtTemplateByName } from '../jwt-templates/index.ts';
import { activeSigner } from '../signing-keys/index.ts';
import type { MaterialSource } from './load-subjects.ts';
import { MaterialKeeper } from './material-keeper.ts';
import { readsOf } from './token-material.ts';
import type { SubjectReads } from './token-subject.ts';

/** What turns a subject into a custom JWT, as of one version of the instance. */
export interface CustomJwtMaterial {
  readonly template: CompiledTemplate;
  readonly signer: Signer;
  /** Default claims that stay as the template says: what its consumer expects there. */
  readonly ownClaims: readonly string[];
  readonly reads: SubjectReads;
  readonly lifetimeSeconds: number;
  readonly allowedClockSkewSeconds: number;
}

const keepers = new WeakMap<Dependencies, MaterialKeeper<CustomJwtMaterial>>();

/** The JWT template of this name. Loading throws Refusal `resource_not_found` when there is none. */
export function customJwtSource(
  dependencies: Dependencies,
  instance: Pick<Instance, 'id'>,
  templateName: string,
): MaterialSource<CustomJwtMaterial> {
  const keeper = keepers.get(dependencies) ?? new MaterialKeeper<CustomJwtMaterial>();
  keepers.set(dependencies, keeper);
  // An instance id holds no blank, so no two templates share a key.
  const key = `${instance.id} ${templateName}`;
  return {
    lastKnownReads: keeper.lastReads(key),
    at: (version) =>
      keeper.get(key, version, () => loadMaterial(dependencies, { id: instance.id, version }, templateName)),
  };
}

async function loadMaterial(
  dependencies: Dependencies,
  instance: Pick<Instance, 'id' | 'version'>,
  templateName: string,
): Promise<CustomJwtMaterial> {
  const stored = await findJwtTemplateByName(dependencies.database.queries, instance.id, templateName);
  if (!stored)
    throw new Refusal('resource_not_found', {
      param_name: 'template_name',
      name: templateName.slice(0, 100),
      long_message: 'There is no JWT template of this name.',
    });
  const own = customJwtSigner(dependencies, instance.id, stored);
  // What the instance's own key signs is always said by the instance, about the user.
  const ownClaims = own ? (findJwtPreset(stored.preset)?.ownClaims ?? []) : [];
  const compiled = compileTemplate(stored.source, { mode: 'stored', surface: 'jwt_template', ownClaims });
  if (!compiled.ok) throw new Error(`the stored JWT template ${stored.id} cannot be compiled`);
  const { lifetimeSeconds, allowedClockSkewSeconds } = stored;
  return {
    template: compiled.template,
    signer: own ?? (await activeSigner(dependencies, instance)),
    ownClaims,
    reads: readsOf(compiled.template),
    lifetimeSeconds,
    allowedClockSkewSeconds,
  };
}
