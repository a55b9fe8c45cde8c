import { isDeepStrictEqual } from 'node:util';
import { type CompiledTemplate, compileTemplate, type Diagnostic } from '@bartleby/claims-template';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { countBrokenUsers, findViolatingUsers, type ViolatingUsers } from '../forecasts/index.ts';
import {
  changeInstanceSettings,
  checkSettings,
  getInstance,
  type Instance,
  raiseInstanceVersion,
  type SettingsChanges,
} from '../instances/index.ts';
import {
  applyJwtTemplateChangesIn,
  type JwtTemplateChange,
  saveSessionTokenTemplateIn,
  type TemplateAuthor,
} from '../jwt-templates/index.ts';
import { requirePassingTests } from '../template-tests/index.ts';
import { checkClaims, lintOverUsers } from './check-claims.ts';
import { type ConfigurationDocument, configurationDocument } from './configuration.ts';
import type { JwtTemplatesDocument } from './jwt-templates/jwt-templates-body.ts';
import { allJwtTemplates, requestedJwtTemplates } from './jwt-templates/requested-jwt-templates.ts';
import { requireUnheldRoles } from './organization-roles.ts';
import { readConfiguration } from './read-configuration.ts';
import { type ConfigurationBody, type RequestedChanges, requestedChanges } from './requested-changes.ts';

export interface ConfigurationChange {
  readonly instance: Instance;
  readonly author: TemplateAuthor;
  readonly body: ConfigurationBody;
  /** PUT: the body is the whole configuration. */
  readonly replaces: boolean;
  /** Tells the consequences and writes nothing. */
  readonly dryRun: boolean;
  /** Lets `session.claims: null` clear the template, and JWT templates be deleted. */
  readonly destructive: boolean;
  /** What the request calls the number of users that it accepts to break. */
  readonly acceptParameter: 'session.accept_broken_users' | 'accept_broken_users';
  /** If-Match; null: whatever version it is at. */
  readonly expectedConfigVersion: number | null;
  /** Ends a long check when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

/** With the JWT templates when the body says something of them. */
type ShownConfiguration = ConfigurationDocument & { readonly jwt_templates?: JwtTemplatesDocument };

export interface ChangedConfiguration {
  readonly configVersion: number;
  readonly before: ShownConfiguration;
  readonly after: ShownConfiguration;
  /** Warnings about the new template. */
  readonly diagnostics: readonly Diagnostic[];
  /** Who does not conform to the metadata schemas, when they or what they do were changed; else null. */
  readonly violatingUsers: ViolatingUsers | null;
}

/**
 * Changes an instance's configuration: settings, JWT templates, and the session token's template as a new version,
 * event and versions included, in one transaction. Of writers that expect the same version exactly one succeeds.
 * @throws Refusal config_conflict, template_invalid, template_tests_*, size_cap_exceeded, broken_users_differ,
 *   destructive_change, config_keys_missing, organization_role_in_use, quota_exceeded, form_*
 */
export async function changeConfiguration(
  dependencies: Dependencies,
  change: ConfigurationChange,
): Promise<ChangedConfiguration> {
  const { instance, expectedConfigVersion, dryRun, signal } = change;
  const before = await readConfiguration(dependencies, instance);
  const wanted = change.body.jwt_templates;
  const presentJwt = wanted && (await allJwtTemplates(dependencies, instance));
  if (expectedConfigVersion !== null)
    await requireConfigVersion(dependencies, instance.id, expectedConfigVersion);
  const requested = effectiveChanges(
    requestedChanges(change.body, { ...change, before, settings: instance.settings }),
    before,
    instance,
  );
  checkSettings(instance, requested.settings);
  await requireUnheldRoles(dependencies.database.queries, instance, requested.settings);
  const jwtTemplates = presentJwt && wanted ? requestedJwtTemplates(presentJwt, { ...change, wanted }) : null;
  const { source, tests } = requested;
  const changed = { ...instance, settings: { ...instance.settings, ...requested.settings } };
  const valid = source === undefined ? null : checkClaims(source, changed);
  const isSaved = source !== undefined || tests !== undefined;
  const template = {
    source: source ?? before.session.claims_source,
    tests: tests ?? JSON.stringify(before.session.tests),
  };
  if (isSaved) await requirePassingTests(dependencies, { instance: changed, ...template });
  const counted = countedTemplate(valid?.template ?? null, requested, template.source);
  const brokenUsers = counted
    ? await countBrokenUsers(dependencies, {
        instance: changed,
        template: counted,
        accepted: requested.acceptBrokenUsers,
        acceptParameter: change.acceptParameter,
        signal,
      })
    : 0;
  const violatingUsers = await violatingUsersUnder(dependencies, requested.settings, {
    instance: changed,
    signal,
  });
  const diagnostics = valid ? await lintOverUsers(dependencies, valid, { instance: changed, signal }) : [];
  const jwtChanges = jwtTemplates?.changes ?? [];
  const isNothing = !isSaved && jwtChanges.length === 0 && Object.keys(requested.settings).length === 0;
  const written =
    dryRun || isNothing
      ? { configVersion: instance.configVersion, templateVersion: before.session.version + (isSaved ? 1 : 0) }
      : await write(dependencies, change, { ...requested, template, brokenUsers, jwtChanges });
  const version = written.templateVersion ?? before.session.version;
  const after = configurationDocument(changed.settings, { ...template, version });
  return {
    configVersion: written.configVersion,
    before: { ...before, ...(jwtTemplates && { jwt_templates: jwtTemplates.before }) },
    after: { ...after, ...(jwtTemplates && { jwt_templates: jwtTemplates.after }) },
    diagnostics,
    violatingUsers,
  };
}

/**
 * Under which template users are counted; null: under none. A save of tests alone breaks nobody who is not broken
 * already and asks for no number; a number that is given is held against the template that its version holds, and
 * kept with it, since a number that nobody looks at would be a false record.
 */
function countedTemplate(
  changed: CompiledTemplate | null,
  { tests, acceptBrokenUsers }: RequestedChanges,
  source: string,
): CompiledTemplate | null {
  if (changed !== null || tests === undefined || acceptBrokenUsers === null) return changed;
  const kept = compileTemplate(source, { mode: 'stored' });
  return kept.ok ? kept.template : null;
}

/** Counted before the write, so that a server that is too busy to count saves nothing. */
async function violatingUsersUnder(
  dependencies: Dependencies,
  { metadataSchemas, metadataEnforcement }: SettingsChanges,
  { instance, signal }: Pick<ConfigurationChange, 'instance' | 'signal'>,
): Promise<ViolatingUsers | null> {
  if (metadataSchemas === undefined && metadataEnforcement === undefined) return null;
  const schemas = instance.settings.metadataSchemas;
  return findViolatingUsers(dependencies, { instance, schemas, signal, walkFor: 'awaitedBySave' });
}

/**
 * Asked after the configuration was read: whoever saved the same text in between has raised the version by then,
 * so that a request which finds nothing left to change is told of the other writer too.
 */
async function requireConfigVersion(
  dependencies: Dependencies,
  instanceId: string,
  expected: number,
): Promise<void> {
  const { configVersion } = await getInstance(dependencies, instanceId);
  if (configVersion !== expected)
    throw new Refusal('config_conflict', { current_version: String(configVersion) });
}

/** Without what is so already: saving the same text twice makes no second version. */
function effectiveChanges(
  { settings, source, tests, ...rest }: RequestedChanges,
  before: ConfigurationDocument,
  instance: Instance,
): RequestedChanges {
  const present = instance.settings as unknown as Record<string, unknown>;
  const changed = Object.entries(settings).filter(
    ([name, value]) => !isDeepStrictEqual(value, present[name]),
  );
  return {
    settings: Object.fromEntries(changed),
    source: source === before.session.claims_source ? undefined : source,
    tests: tests === JSON.stringify(before.session.tests) ? undefined : tests,
    ...rest,
  };
}

/** What a new version holds, whichever of the two was asked for. */
interface CheckedTemplate {
  readonly template: { readonly source: string; readonly tests: string };
  readonly brokenUsers: number;
  readonly jwtChanges: readonly JwtTemplateChange[];
}

/** Roles and permissions are held against each other and against members as the request found them: no newer ones. */
const ROLE_SETTINGS = ['organizationRoles', 'organizationRoleDetails', 'organizationPermissions'] as const;

async function write(
  { clock, database, random }: Dependencies,
  { instance, author, expectedConfigVersion }: ConfigurationChange,
  { settings, source, tests, message, template, brokenUsers, jwtChanges }: RequestedChanges & CheckedTemplate,
): Promise<{ configVersion: number; templateVersion: number | null }> {
  const createdAt = clock.now();
  const actor = { type: author.type, id: author.id };
  const isAboutRoles = ROLE_SETTINGS.some((name) => settings[name] !== undefined);
  const expected = expectedConfigVersion ?? (isAboutRoles ? instance.configVersion : null);
  return database.transaction(async (queries) => {
    const { configVersion } =
      Object.keys(settings).length > 0
        ? await changeInstanceSettings(queries, {
            instance,
            changes: settings,
            expectedConfigVersion: expected,
            actor,
          })
        : await raiseInstanceVersion(queries, instance.id, expected);
    await requireUnheldRoles(queries, instance, settings);
    const jwt = { instanceId: instance.id, changes: jwtChanges, actor, now: createdAt };
    if (jwtChanges.length > 0) await applyJwtTemplateChangesIn(queries, { random }, jwt);
    if (source === undefined && tests === undefined) return { configVersion, templateVersion: null };
    const kept = {
      ...(source === undefined && { source: template.source }),
      ...(tests === undefined && { tests: template.tests }),
    };
    const acceptedBrokenUsers = brokenUsers || null;
    const rest = { kept, instanceId: instance.id, author, message, acceptedBrokenUsers, createdAt };
    return {
      configVersion,
      templateVersion: await saveSessionTokenTemplateIn(queries, { ...template, ...rest }),
    };
  });
}
