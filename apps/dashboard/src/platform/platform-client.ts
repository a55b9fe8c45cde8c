import type {
  ForecastLine,
  MetadataSchemasResource,
  TokenExplanation,
  TokenOverflows,
  ViolatingUsersResource,
} from '@bartleby/api-contract';
import type { JsonObject } from '@bartleby/claims-template';
import { jwtTemplateCalls } from './jwt-templates.ts';
import { organizationRoleCalls } from './organization-roles.ts';
import type { SendRequest } from './platform-request.ts';
import {
  type Application,
  type ChangedConfig,
  configAfter,
  type EnvironmentBlock,
  type HeaviestUser,
  type InstanceConfig,
  type InstanceSummary,
  type ListOf,
  type Mail,
  type MailSummary,
  type MetadataKind,
  type NewUser,
  type Operator,
  type SecretKey,
  type SocialConnection,
  type SocialConnectionRequest,
  type TemplateDataAnswer,
  type User,
  type UserNames,
  type UserSession,
} from './resources.ts';

import { templateVersionCalls } from './template-versions.ts';

export interface PageOf {
  readonly query?: string;
  readonly limit: number;
  readonly offset: number;
}

export interface SaveTemplate {
  readonly source: string;
  /** A JSON array; null: they stay. */
  readonly tests: readonly unknown[] | null;
  readonly configVersion: string;
  /** Why, for the list of versions; left out when empty. */
  readonly message: string;
  /** How many users the operator knows will not fit; left out when 0. */
  readonly acceptBrokenUsers?: number;
}

/** Lists come as `{ data }` or as a bare array. */
function rows<T>(answer: ListOf<T> | readonly T[]): readonly T[] {
  return 'data' in answer ? answer.data : answer;
}

/** Calls that concern no instance: who the operator is and what they may administer. */
export function accountCalls(send: SendRequest) {
  return {
    me: () => send<Operator>('GET', '/me'),
    setPassword: (password: string) => send<unknown>('POST', '/me/password', { body: { password } }),
    applications: async () => rows(await send<ListOf<Application> | Application[]>('GET', '/applications')),
  };
}

function sessionTokenCalls(send: SendRequest, base: string) {
  return {
    config: () => send<InstanceConfig>('GET', `${base}/config`),
    /** The configuration as it was when this was saved, whatever came after. */
    saveTemplate: async ({ source, tests, configVersion, message, acceptBrokenUsers }: SaveTemplate) => {
      const saved = await send<ChangedConfig>('PATCH', `${base}/config`, {
        headers: { 'if-match': configVersion },
        body: {
          session: {
            claims_source: source,
            ...(tests ? { tests } : {}),
            ...(message ? { message } : {}),
            ...(acceptBrokenUsers ? { accept_broken_users: acceptBrokenUsers } : {}),
          },
        },
      });
      return configAfter(saved);
    },
    templateData: (userId: string) =>
      send<TemplateDataAnswer>('GET', `${base}/session_token/template_data`, { query: { user_id: userId } }),
    /** What there is of users' metadata; null: not known. */
    seenMetadataPaths: () =>
      send<{ paths: readonly string[] | null }>('GET', `${base}/session_token/seen_metadata_paths`),
    explain: (question: { token: string } | { session_id: string }) =>
      send<TokenExplanation>('POST', `${base}/session_token/explain`, { body: question }),
    /** Walks over all users: to be aborted when nobody waits for it. */
    heaviest: (source: string, signal: AbortSignal) =>
      send<HeaviestUser>('POST', `${base}/session_token/heaviest`, { body: { source }, signal }),
    /** Whose tokens come without their custom claims now. */
    overflows: () => send<TokenOverflows>('GET', `${base}/session_token/overflows`),
    /** Progress and then the result, a line each. */
    forecast: (
      source: string,
      { signal, onLine }: { signal: AbortSignal; onLine: (line: ForecastLine) => void },
    ) =>
      send<null>('POST', `${base}/config/forecast`, {
        body: { claims_source: source },
        signal,
        onLine: (line) => onLine(line as ForecastLine),
      }),
  };
}

function metadataSchemaCalls(send: SendRequest, base: string) {
  return {
    saveMetadataSchemas: async (schemas: MetadataSchemasResource, configVersion: string) => {
      const saved = await send<ChangedConfig>('PATCH', `${base}/config`, {
        headers: { 'if-match': configVersion },
        body: { metadata_schemas: schemas },
      });
      return { config: configAfter(saved), violations: saved.metadata_violations ?? null };
    },
    /** Who would not conform to a draft. */
    metadataViolations: ({ enforcement: _, ...schemas }: MetadataSchemasResource) =>
      send<ViolatingUsersResource>('POST', `${base}/metadata_schemas/violations`, {
        body: { metadata_schemas: schemas },
      }),
  };
}

function userCalls(send: SendRequest, base: string) {
  const one = (id: string) => `${base}/users/${encodeURIComponent(id)}`;
  return {
    users: ({ query = '', limit, offset }: PageOf) =>
      send<ListOf<User>>('GET', `${base}/users`, { query: { query, limit, offset } }),
    createUser: (user: NewUser) => send<User>('POST', `${base}/users`, { body: user }),
    user: (id: string) => send<User>('GET', one(id)),
    updateUser: (id: string, names: UserNames) => send<User>('PATCH', one(id), { body: names }),
    replaceMetadata: (id: string, kind: MetadataKind, value: JsonObject) =>
      send<User>('PUT', `${one(id)}/metadata`, { body: { [kind]: value } }),
    deleteUser: (id: string) => send<unknown>('DELETE', one(id)),
    userSessions: async (id: string) =>
      rows(await send<ListOf<UserSession> | UserSession[]>('GET', `${one(id)}/sessions`)),
    revokeSession: (id: string) => send<unknown>('POST', `${base}/sessions/${encodeURIComponent(id)}/revoke`),
  };
}

function keyCalls(send: SendRequest, base: string) {
  return {
    secretKeys: async () => rows(await send<ListOf<SecretKey> | SecretKey[]>('GET', `${base}/secret_keys`)),
    createSecretKey: (name: string) =>
      send<SecretKey & { secret: string }>('POST', `${base}/secret_keys`, { body: { name } }),
    revokeSecretKey: (id: string) => send<unknown>('DELETE', `${base}/secret_keys/${encodeURIComponent(id)}`),
    environmentBlocks: async () =>
      rows(await send<ListOf<EnvironmentBlock> | EnvironmentBlock[]>('GET', `${base}/environment_blocks`)),
    mailbox: (page: PageOf) =>
      send<ListOf<MailSummary> & { smtp: boolean }>('GET', `${base}/mailbox`, {
        query: { limit: page.limit, offset: page.offset },
      }),
    mail: (id: string) => send<Mail>('GET', `${base}/mailbox/${encodeURIComponent(id)}`),
  };
}

function socialCalls(send: SendRequest, base: string) {
  const all = `${base}/social_connections`;
  const one = (id: string) => `${all}/${encodeURIComponent(id)}`;
  return {
    socialConnections: async () =>
      rows(await send<ListOf<SocialConnection> | SocialConnection[]>('GET', all)),
    /** Null: a new one. */
    saveSocialConnection: (id: string | null, body: SocialConnectionRequest) =>
      id === null
        ? send<SocialConnection>('POST', all, { body })
        : send<SocialConnection>('PATCH', one(id), { body }),
    deleteSocialConnection: (id: string) => send<unknown>('DELETE', one(id)),
  };
}

/** Everything the Dashboard asks of one instance: the only place that knows the Platform API's paths. */
export function instanceCalls(send: SendRequest, applicationId: string, instanceId: string) {
  const base = `/applications/${encodeURIComponent(applicationId)}/instances/${encodeURIComponent(instanceId)}`;
  return {
    summary: () => send<InstanceSummary>('GET', base),
    ...sessionTokenCalls(send, base),
    ...templateVersionCalls(send, base),
    ...metadataSchemaCalls(send, base),
    ...organizationRoleCalls(send, base),
    ...jwtTemplateCalls(send, base),
    ...userCalls(send, base),
    ...keyCalls(send, base),
    ...socialCalls(send, base),
  };
}

export type InstanceCalls = ReturnType<typeof instanceCalls>;
