import { isDeepStrictEqual } from 'node:util';
import type { Diagnostic } from '@bartleby/claims-template';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { countBrokenUsers } from '../forecasts/index.ts';
import {
  changeInstanceSettings,
  checkSettings,
  getInstance,
  type Instance,
  raiseInstanceVersion,
} from '../instances/index.ts';
import {
  requireValidTemplate,
  saveSessionTokenTemplateIn,
  type TemplateAuthor,
} from '../jwt-templates/index.ts';
import { requirePassingTests } from '../template-tests/index.ts';
import { type ConfigurationDocument, configurationDocument } from './configuration.ts';
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
  /** Lets `session.claims: null` clear the template. */
  readonly destructive: boolean;
  /** If-Match; null: whatever version it is at. */
  readonly expectedConfigVersion: number | null;
  /** Ends a long check when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
}

export interface ChangedConfiguration {
  readonly configVersion: number;
  readonly before: ConfigurationDocument;
  readonly after: ConfigurationDocument;
  /** Warnings about the new template. */
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * Changes an instance's configuration: settings, and the session token's template as a new version, event and
 * versions included, in one transaction. Of writers that expect the same version exactly one succeeds.
 * @throws Refusal config_conflict, template_invalid, template_tests_*, size_cap_exceeded, broken_users_differ,
 *   destructive_change, config_keys_missing, form_*
 */
export async function changeConfiguration(
  dependencies: Dependencies,
  change: ConfigurationChange,
): Promise<ChangedConfiguration> {
  const { instance, expectedConfigVersion, dryRun, signal } = change;
  const before = await readConfiguration(dependencies, instance);
  if (expectedConfigVersion !== null)
    await requireConfigVersion(dependencies, instance.id, expectedConfigVersion);
  const requested = effectiveChanges(requestedChanges(change.body, { ...change, before }), before, instance);
  checkSettings(instance, requested.settings);
  const { source, tests } = requested;
  const valid = source === undefined ? null : requireValidTemplate(source);
  const isSaved = source !== undefined || tests !== undefined;
  const template = {
    source: source ?? before.session.claims_source,
    tests: tests ?? JSON.stringify(before.session.tests),
  };
  const changed = { ...instance, settings: { ...instance.settings, ...requested.settings } };
  if (isSaved) await requirePassingTests(dependencies, { instance: changed, ...template });
  const brokenUsers = valid
    ? await countBrokenUsers(dependencies, {
        instance: changed,
        template: valid.template,
        accepted: requested.acceptBrokenUsers,
        signal,
      })
    : 0;
  const written =
    dryRun || (!isSaved && Object.keys(requested.settings).length === 0)
      ? { configVersion: instance.configVersion, templateVersion: before.session.version + (isSaved ? 1 : 0) }
      : await write(dependencies, change, { ...requested, template, brokenUsers });
  const version = written.templateVersion ?? before.session.version;
  const after = configurationDocument(changed.settings, { ...template, version });
  return { configVersion: written.configVersion, before, after, diagnostics: valid?.diagnostics ?? [] };
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
}

async function write(
  { clock, database }: Dependencies,
  { instance, author, expectedConfigVersion }: ConfigurationChange,
  { settings, source, tests, message, template, brokenUsers }: RequestedChanges & CheckedTemplate,
): Promise<{ configVersion: number; templateVersion: number | null }> {
  const createdAt = clock.now();
  const actor = { type: author.type, id: author.id };
  return database.transaction(async (queries) => {
    const { configVersion } =
      Object.keys(settings).length > 0
        ? await changeInstanceSettings(queries, { instance, changes: settings, expectedConfigVersion, actor })
        : await raiseInstanceVersion(queries, instance.id, expectedConfigVersion);
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
