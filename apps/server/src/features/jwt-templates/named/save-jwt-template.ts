import { clockSkewBounds, lifetimeBounds, maxJwtTemplates } from '@bartleby/api-contract';
import type { Queries } from '../../../database/database.ts';
import type { Dependencies } from '../../../dependencies.ts';
import { Refusal } from '../../../runtime/refusal.ts';
import { type Actor, recordEvent } from '../../events/index.ts';
import { raiseInstanceVersion } from '../../instances/index.ts';
import { type JwtTemplate, SESSION_TOKEN_TEMPLATE_ID, sealContext } from './jwt-template.ts';
import { type CheckedJwtTemplate, checkJwtTemplate, type JwtTemplateInput } from './jwt-template-input.ts';
import {
  countJwtTemplates,
  deleteEarlierSigningKeys,
  findJwtTemplate,
  insertJwtTemplate,
  insertJwtTemplateVersion,
  type StoredJwtTemplate,
  updateJwtTemplate,
} from './jwt-template-store.ts';
import { requireAcceptedByConsumer } from './require-accepted-by-consumer.ts';

interface SaveInput {
  readonly instanceId: string;
  readonly input: JwtTemplateInput;
  readonly actor: Actor;
}

interface UpdateInput extends SaveInput {
  readonly id: string;
  /** The version that is replaced; null: whichever there is. */
  readonly expectedVersion?: number | null;
}

/**
 * Makes a template at version 1. The instance's version is raised in the same transaction, so that every node
 * knows it with the next token.
 * @throws Refusal of `checkJwtTemplate`; form_identifier_exists for a name in use, quota_exceeded
 */
export async function createJwtTemplate(
  dependencies: Dependencies,
  { instanceId, input, actor }: SaveInput,
): Promise<JwtTemplate> {
  const { clock, database, random } = dependencies;
  const checked = checkJwtTemplate(input);
  const now = clock.now();
  const id = random.id('jtmp');
  const template: StoredJwtTemplate = {
    id,
    version: 1,
    ...contentOf(checked, { ...DEFAULTS, ...sealedKeyOf(dependencies, instanceId, id, checked) }),
    createdAt: now,
    updatedAt: now,
  };
  requireAcceptedByConsumer(template);
  await database.transaction(async (queries) => {
    await raiseInstanceVersion(queries, instanceId);
    if ((await countJwtTemplates(queries, instanceId)) >= maxJwtTemplates) throw tooMany();
    await insertIn(queries, { instanceId, template, actor, createdAt: now });
  });
  return template;
}

/**
 * Adds the next version of a template. What is not said stays as it is, the key too; a key that is replaced or
 * dropped is forgotten.
 * @throws Refusal resource_not_found, session_token_jwt_template; config_conflict when another version than the
 *   expected one is in use; otherwise as `createJwtTemplate`
 */
export async function updateJwtTemplateContent(
  dependencies: Dependencies,
  { instanceId, id, input, actor, expectedVersion = null }: UpdateInput,
): Promise<JwtTemplate> {
  refuseSessionTokenTemplate(id);
  const { clock, database } = dependencies;
  const known = await findJwtTemplate(database.queries, instanceId, id);
  const checked = checkJwtTemplate(input, known?.preset);
  const now = clock.now();
  const sealedKey = sealedKeyOf(dependencies, instanceId, id, checked);
  return database.transaction(async (queries) => {
    const before = await findJwtTemplate(queries, instanceId, id);
    if (!before) throw new Refusal('resource_not_found');
    // Holds the instance, so that of two writers the later one adds to what the earlier one stored.
    await raiseInstanceVersion(queries, instanceId);
    const stored = await findJwtTemplate(queries, instanceId, id);
    if (!stored) throw new Refusal('resource_not_found');
    requireExpectedVersion(stored, expectedVersion);
    const version = await updateJwtTemplate(queries, instanceId, { id, name: checked.name, updatedAt: now });
    if (version === null) throw nameTaken();
    const content = contentOf(checked, { ...stored, ...sealedKey });
    const template = { ...stored, ...content, version, updatedAt: now };
    requireAcceptedByConsumer(template);
    await storeVersionIn(queries, { instanceId, template, actor, createdAt: now });
    return template;
  });
}

/** Of writers who have seen the same version, the first wins. */
export function requireExpectedVersion({ version }: JwtTemplate, expected: number | null): void {
  if (expected !== null && version !== expected)
    throw new Refusal('config_conflict', { current_version: String(version) });
}

/** The session token's own template is changed in the Dashboard or by the configuration, never here. */
export function refuseSessionTokenTemplate(id: string): void {
  if (id === SESSION_TOKEN_TEMPLATE_ID) throw new Refusal('session_token_jwt_template');
}

/** What a version says, beside what the template is called. */
export type Content = Omit<
  StoredJwtTemplate,
  'id' | 'name' | 'version' | 'source' | 'createdAt' | 'updatedAt'
>;

export const DEFAULTS: Content = {
  lifetimeSeconds: lifetimeBounds.default,
  allowedClockSkewSeconds: clockSkewBounds.default,
  signingAlgorithm: null,
  sealedSigningKey: null,
  preset: null,
};

export function contentOf(
  checked: CheckedJwtTemplate,
  otherwise: Content,
): Content & Pick<JwtTemplate, 'name' | 'source'> {
  return {
    name: checked.name,
    source: checked.source,
    lifetimeSeconds: checked.lifetimeSeconds ?? otherwise.lifetimeSeconds,
    allowedClockSkewSeconds: checked.allowedClockSkewSeconds ?? otherwise.allowedClockSkewSeconds,
    signingAlgorithm: otherwise.signingAlgorithm,
    sealedSigningKey: otherwise.sealedSigningKey,
    preset: checked.preset === undefined ? otherwise.preset : checked.preset,
  };
}

/** The new key, sealed; nothing when the caller said nothing about it. */
function sealedKeyOf(
  { encryption }: Dependencies,
  instanceId: string,
  templateId: string,
  { signingKey }: CheckedJwtTemplate,
): Partial<Pick<Content, 'signingAlgorithm' | 'sealedSigningKey'>> {
  if (signingKey === undefined) return {};
  if (signingKey === null) return { signingAlgorithm: null, sealedSigningKey: null };
  const { algorithm, key } = signingKey;
  const bytes = typeof key === 'string' ? new TextEncoder().encode(key) : key;
  const sealedSigningKey = encryption.seal(bytes, sealContext(instanceId, templateId));
  return { signingAlgorithm: algorithm, sealedSigningKey };
}

interface VersionWrite {
  readonly instanceId: string;
  readonly template: StoredJwtTemplate;
  readonly actor: Actor;
  readonly createdAt: Date;
}

/** Throws Refusal form_identifier_exists for a name in use. */
export async function insertIn(queries: Queries, write: VersionWrite): Promise<void> {
  if (!(await insertJwtTemplate(queries, write.instanceId, write.template))) throw nameTaken();
  await storeVersionIn(queries, write);
}

/** Stores the version that was announced, with its event; keys that it does not sign with are forgotten. */
export async function storeVersionIn(queries: Queries, write: VersionWrite): Promise<void> {
  const { instanceId, template, actor, createdAt } = write;
  await insertJwtTemplateVersion(queries, instanceId, { ...template, author: actor, createdAt });
  const { id, name, version } = template;
  const data = { template_id: id, name, version };
  await recordEvent(queries, instanceId, { type: 'jwt_template.saved', actor, data });
  await deleteEarlierSigningKeys(queries, instanceId, template);
}

const nameTaken = () => new Refusal('form_identifier_exists', { param_name: 'name' });

export const tooMany = () =>
  new Refusal('quota_exceeded', { maximum: maxJwtTemplates, things: 'JWT templates' });
