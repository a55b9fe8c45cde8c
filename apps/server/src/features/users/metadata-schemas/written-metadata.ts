import type { ApiError } from '@bartleby/api-contract';
import type { Queries } from '../../../database/database.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import { type Actor, type NewEvent, recordEvent } from '../../events/index.ts';
import type { Instance } from '../../instances/index.ts';
import {
  type FieldViolation,
  findMetadataViolations,
  type WrittenMetadata,
} from './find-metadata-violations.ts';

/**
 * Holds metadata that is about to be written against the instance's schemas. What a request does not write is
 * not looked at: a sign-up does not fail for public metadata that only the application can write.
 * @returns the violations, to be recorded with the write where the instance only warns
 * @throws Refusal metadata_schema_violated, an entry for each place, where it refuses
 */
export function checkWrittenMetadata(
  { settings }: Pick<Instance, 'settings'>,
  metadata: WrittenMetadata,
): readonly FieldViolation[] {
  const violations = findMetadataViolations(settings.metadataSchemas, metadata);
  if (violations.length === 0 || settings.metadataEnforcement === 'warn') return violations;
  throw new Refusal('metadata_schema_violated', { errors: violations.map(errorOf) });
}

const errorOf = ({ field, pointer, message }: FieldViolation): ApiError => ({
  code: 'metadata_schema_violated',
  message,
  long_message: `${field}${pointer} ${message}.`,
  meta: { param_name: field, pointer },
});

/** Notes, in the transaction of the write, that it violated a schema. */
export async function recordMetadataViolations(
  queries: Queries,
  input: {
    readonly instanceId: string;
    readonly userId: string;
    readonly actor: Actor;
    readonly violations: readonly FieldViolation[];
  },
): Promise<void> {
  const { instanceId, violations } = input;
  if (violations.length > 0) await recordEvent(queries, instanceId, metadataViolationEvent(input));
}

/** What is noted of a write that violated a schema: places only, and of private metadata none. */
export function metadataViolationEvent({
  userId: id,
  actor,
  violations,
}: {
  readonly userId: string;
  readonly actor: Actor;
  readonly violations: readonly FieldViolation[];
}): NewEvent {
  const places = violations.map(({ field, pointer, keyword }) =>
    field === 'private_metadata' ? { field } : { field, pointer, keyword },
  );
  return { type: 'user.metadata_schema_violated', actor, data: { id, violations: places } };
}
