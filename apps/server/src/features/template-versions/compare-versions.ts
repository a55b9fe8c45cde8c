import {
  type ClaimChange,
  type CompiledTemplate,
  compareClaims,
  compareTemplates,
  compileTemplate,
  type Diagnostic,
  mergeDefaultClaims,
  renderTemplate,
  serializeClaims,
  tokenSize,
  utf8Length,
  type ValueChange,
} from '@bartleby/claims-template';
import type { Dependencies } from '../../dependencies.ts';
import type { Instance } from '../instances/index.ts';
import { getSessionTokenTemplate, type SessionTokenTemplate } from '../jwt-templates/index.ts';
import { previewSessionToken } from '../session-tokens/index.ts';
import { displayName, getUser } from '../users/index.ts';
import { textDifference } from './text-difference.ts';

export interface ComparedVersions {
  readonly before: ComparedVersion;
  readonly after: ComparedVersion;
  /** Unified diffs, empty where nothing differs. */
  readonly textDifference: string;
  readonly testsDifference: string;
  readonly claims: readonly ClaimChange[];
  readonly users: readonly ComparedUser[];
}

export interface ComparedVersion {
  readonly version: SessionTokenTemplate;
  /** What a save of this very text would be refused for today. */
  readonly errors: readonly Diagnostic[];
}

/** One user's custom claims under both versions, from the same data. */
export interface ComparedUser {
  readonly userId: string;
  readonly name: string;
  readonly changes: readonly ValueChange[];
  /** Name and value of the session cookie, in bytes. */
  readonly cookieBytes: { readonly before: number; readonly after: number };
}

/**
 * Two versions beside each other: in text, in what readers of tokens must expect, and in the claims of the users
 * named. A version that could not be saved any more renders as its tokens did: what is unknown is null.
 * @throws Refusal resource_not_found for a version or a user that is not there
 */
export async function compareVersions(
  dependencies: Dependencies,
  input: { instance: Instance; from: number; to: number; userIds: readonly string[] },
): Promise<ComparedVersions> {
  const { instance } = input;
  const from = await getSessionTokenTemplate(dependencies, instance, input.from);
  const to = await getSessionTokenTemplate(dependencies, instance, input.to);
  const templates = { before: compiled(from), after: compiled(to) };
  const users: ComparedUser[] = [];
  for (const userId of input.userIds)
    users.push(await compareForUser(dependencies, { instance, userId, templates }));
  return {
    before: { version: from, errors: errorsOf(from) },
    after: { version: to, errors: errorsOf(to) },
    textDifference: textDifference(fileOf('template', from), fileOf('template', to)),
    testsDifference: textDifference(fileOf('tests', from), fileOf('tests', to)),
    claims: compareTemplates(templates.before, templates.after),
    users,
  };
}

/** As it was rendered: lenient, and no claims when it is no JSON object. */
function compiled({ source }: SessionTokenTemplate): CompiledTemplate {
  const lenient = compileTemplate(source, { mode: 'stored' });
  if (lenient.ok) return lenient.template;
  const empty = compileTemplate('{}');
  if (!empty.ok) throw new Error('the empty template compiles');
  return empty.template;
}

function errorsOf({ source }: SessionTokenTemplate): Diagnostic[] {
  return compileTemplate(source).diagnostics.filter(({ severity }) => severity === 'error');
}

/** Tests one member a line, so that lines can be compared. */
function fileOf(kind: 'template' | 'tests', { version, source, tests }: SessionTokenTemplate) {
  const text = kind === 'template' ? source : JSON.stringify(JSON.parse(tests), null, 2);
  return { name: `${kind} (version ${version})`, text };
}

async function compareForUser(
  dependencies: Dependencies,
  {
    instance,
    userId,
    templates,
  }: {
    instance: Instance;
    userId: string;
    templates: { before: CompiledTemplate; after: CompiledTemplate };
  },
): Promise<ComparedUser> {
  const preview = await previewSessionToken(dependencies, { instance, userId });
  const user = await getUser(dependencies, { instanceId: instance.id, userId });
  const before = renderTemplate(templates.before, preview.data);
  const after = renderTemplate(templates.after, preview.data);
  const cookieBytes = (custom: typeof before) => {
    const claims = mergeDefaultClaims(custom, preview.defaultClaims);
    const { headerBytes, cookieName } = preview;
    return tokenSize({ claimsBytes: utf8Length(serializeClaims(claims)), headerBytes, cookieName })
      .cookieBytes;
  };
  return {
    userId,
    name: displayName(user),
    changes: compareClaims(before, after),
    cookieBytes: { before: cookieBytes(before), after: cookieBytes(after) },
  };
}
