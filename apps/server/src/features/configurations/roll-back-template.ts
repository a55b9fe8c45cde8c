import type { Dependencies } from '../../dependencies.ts';
import { getSessionTokenTemplate } from '../jwt-templates/index.ts';
import {
  type ChangedConfiguration,
  type ConfigurationChange,
  changeConfiguration,
} from './change-configuration.ts';

export interface Rollback
  extends Omit<ConfigurationChange, 'body' | 'replaces' | 'destructive' | 'acceptParameter'> {
  /** Whose text the new version takes. */
  readonly version: number;
  /** Why, behind the sentence that says what was done. */
  readonly message: string | null;
  /** How many users the operator knows will not fit. */
  readonly acceptBrokenUsers: number | undefined;
  /** Leaves today's tests in place instead of taking those of `version`. */
  readonly keepTests: boolean;
}

/**
 * Saves the text of an earlier version, and the tests it was saved with, as a new version: checked as any save
 * is, since users, tests and the language may have changed since.
 * @throws Refusal resource_not_found for a version that is not there, and whatever a save is refused for
 */
export async function rollBackTemplate(
  dependencies: Dependencies,
  { version, message, acceptBrokenUsers, keepTests, ...change }: Rollback,
): Promise<ChangedConfiguration> {
  const { source, tests } = await getSessionTokenTemplate(dependencies, change.instance, version);
  const done = `Rolled back to version ${version}`;
  return changeConfiguration(dependencies, {
    ...change,
    replaces: false,
    destructive: false,
    acceptParameter: 'accept_broken_users',
    body: {
      session: {
        claims_source: source,
        ...(!keepTests && { tests: JSON.parse(tests) as unknown[] }),
        ...(acceptBrokenUsers !== undefined && { accept_broken_users: acceptBrokenUsers }),
        message: message === null ? done : `${done}: ${message}`,
      },
    },
  });
}
