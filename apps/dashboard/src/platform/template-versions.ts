import type {
  ClaimChange,
  JsonObject,
  TemplateData,
  TestContext,
  ValueChange,
} from '@bartleby/claims-template';
import type { SendRequest } from './platform-request.ts';
import { type ChangedConfig, configAfter, type ListOf } from './resources.ts';

/** A version of the session token's template, as on the wire. Times are epoch milliseconds. */
export interface TemplateVersion {
  readonly version: number;
  readonly source: string;
  /** The tests it was saved with: a JSON array. */
  readonly tests: readonly unknown[];
  readonly author: { readonly id: string; readonly name: string | null } | null;
  readonly message: string | null;
  readonly accepted_broken_users: number | null;
  readonly created_at: number;
  readonly active: boolean;
}

export interface ComparedUser {
  readonly user_id: string;
  readonly name: string;
  readonly changes: readonly ValueChange[];
  readonly cookie_bytes: { readonly before: number; readonly after: number };
}

export interface ComparedVersions {
  readonly from: TemplateVersion;
  readonly to: TemplateVersion & {
    readonly errors: readonly { readonly message: string; readonly pointer: string }[];
  };
  readonly claims: readonly ClaimChange[];
  readonly users: readonly ComparedUser[];
}

interface TestContextAnswer {
  readonly cookie: NonNullable<TestContext['cookie']>;
  readonly users: readonly {
    readonly user_id: string;
    readonly data: TemplateData;
    readonly default_claims: JsonObject;
  }[];
}

export interface RollBack {
  readonly version: number;
  readonly keepTests: boolean;
  readonly configVersion: string;
  /** How many users the operator knows will not fit; left out when 0. */
  readonly acceptBrokenUsers?: number;
}

/** Calls about the template's history and its tests. */
export function templateVersionCalls(send: SendRequest, base: string) {
  const at = `${base}/session_token`;
  return {
    versions: (page: { readonly limit: number; readonly offset: number }) =>
      send<ListOf<TemplateVersion>>('GET', `${at}/versions`, { query: { ...page } }),
    compareVersions: (from: number, to: number, userId: string | null) =>
      send<ComparedVersions>('GET', `${at}/diff`, { query: { from, to, user_ids: userId ?? undefined } }),
    /** The configuration as it was after this, whatever came later. */
    rollBack: async ({ version, keepTests, configVersion, acceptBrokenUsers }: RollBack) =>
      configAfter(
        await send<ChangedConfig>('POST', `${at}/rollback`, {
          headers: { 'if-match': configVersion },
          body: {
            version,
            keep_tests: keepTests,
            ...(acceptBrokenUsers ? { accept_broken_users: acceptBrokenUsers } : {}),
          },
        }),
      ),
    testContext: async (userIds: readonly string[]): Promise<TestContext> => {
      const query = { user_ids: userIds.join(',') };
      const { cookie, users } = await send<TestContextAnswer>('GET', `${at}/test_context`, { query });
      return { cookie, users: new Map(users.map((user) => [user.user_id, user])) };
    },
  };
}
