import type { CompiledTemplate, Diagnostic } from '@bartleby/claims-template';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { listSeenMetadataPaths, metadataPathsOf } from '../forecasts/index.ts';
import type { Instance } from '../instances/index.ts';
import { requireValidTemplate } from '../jwt-templates/index.ts';
import { schemasByPath } from './declared-types.ts';

/** A template that may be saved, with what is unwise about it. */
export interface CheckedClaims {
  readonly source: string;
  readonly template: CompiledTemplate;
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The session token's template, compiled, with what is unwise about it in this instance, metadata paths that its
 * schemas do not have among it.
 * @throws Refusal template_invalid
 */
export function checkClaims(source: string, { settings }: Pick<Instance, 'settings'>): CheckedClaims {
  return { source, ...requireValidTemplate(source, { metadataSchemas: schemasByPath(settings) }) };
}

/**
 * What is unwise about a template, and besides which metadata paths none of the present users has: asked last, since
 * it looks at users. A server that is too busy for that warns of less, and saves.
 */
export async function lintOverUsers(
  dependencies: Dependencies,
  { source, template, diagnostics }: CheckedClaims,
  { instance, signal }: { instance: Instance; signal: AbortSignal },
): Promise<readonly Diagnostic[]> {
  if (metadataPathsOf(template).length === 0) return diagnostics;
  const seenMetadataPaths = await listSeenMetadataPaths(dependencies, {
    instance,
    signal,
    walkFor: 'awaitedBySave',
  }).catch((error: unknown) => {
    if (error instanceof Refusal && error.code === 'too_many_requests') return null;
    throw error;
  });
  if (seenMetadataPaths === null) return diagnostics;
  const metadataSchemas = schemasByPath(instance.settings);
  return requireValidTemplate(source, { metadataSchemas, seenMetadataPaths }).diagnostics;
}
