import { resolve } from 'node:path';
import { readVariables } from './configuration/read-variables.ts';
import type { Settings } from './configuration/settings.ts';

/** How the server was told to run: read once from the environment, then passed in. */
export interface Config extends Omit<Settings, 'publicUrl'> {
  /** Origin under which browsers reach the server, without a slash at the end, e.g. `http://localhost:1853`. */
  publicUrl: string;
}

/**
 * The settings of this process (variables.ts lists them; flags are the CLI's, which sets variables).
 * @throws ConfigurationProblems naming everything that is wrong at once
 */
export function readSettings(): Settings {
  return readVariables(process.env, {
    isTerminal: process.stderr.isTTY === true,
    absolute: (path) => resolve(path),
  });
}

/** The configuration once the port is known: without a public URL of its own, a server is at that port of localhost. */
export function configOn(settings: Settings, port: number): Config {
  return { ...settings, port, publicUrl: settings.publicUrl ?? `http://localhost:${port}` };
}

/** Which database the tests run on: `BARTLEBY_TEST_DATABASE`, `postgres` unless told. */
export function testDatabaseKind(): 'postgres' | 'embedded' {
  const kind = process.env.BARTLEBY_TEST_DATABASE ?? 'postgres';
  if (kind !== 'postgres' && kind !== 'embedded')
    throw new Error('BARTLEBY_TEST_DATABASE must be "postgres" or "embedded"');
  return kind;
}

/** Whether an answer that is not as published fails the test that gets it, or is recorded only (`BARTLEBY_TEST_ANSWERS=record`). */
export function answersAreJudged(): boolean {
  return process.env.BARTLEBY_TEST_ANSWERS !== 'record';
}
