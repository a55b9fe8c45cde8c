import { readFileSync } from 'node:fs';
import {
  type CompiledTemplate,
  checkTemplateTests,
  compileTemplate,
  type JsonObject,
  runTemplateTests,
  type TemplateData,
  type TemplateTest,
  type TestContext,
  type TestResult,
  templateTestsSchema,
  userIdsOf,
} from '@bartleby/claims-template';
import type { Command } from 'commander';
import { Complaint } from '../complaint.ts';
import { connectToInstance, type PlatformClient } from '../platform-client.ts';
import { printable } from '../printable-text.ts';
import type { InstanceFlags } from '../server-options.ts';

interface TestFlags extends InstanceFlags {
  file?: string;
  tests?: string;
  json?: boolean;
  schema?: boolean;
}

interface Connection {
  client: PlatformClient;
  path: string;
}

interface ContextAnswer {
  cookie: NonNullable<TestContext['cookie']>;
  users: { user_id: string; data: TemplateData; default_claims: JsonObject }[];
}

const HELP = `
Without --file the active template is tested, without --tests the saved tests run. With both, and tests that name no
real user and weigh no cookie, no server is asked: so they run in CI as they are. Exits with 1 when a test fails.`;

function textOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new Complaint(`${file} cannot be read: ${(error as Error).message}`);
  }
}

function compiled(source: string, name: string): CompiledTemplate {
  const result = compileTemplate(source);
  if (result.ok) return result.template;
  const errors = result.diagnostics.filter(({ severity }) => severity === 'error');
  throw new Complaint(
    errors.map(({ line, column, message }) => printable(`${name}:${line}:${column}: ${message}`)).join('\n'),
  );
}

function readTests(text: string, name: string): readonly TemplateTest[] {
  const checked = checkTemplateTests(text);
  if (checked.ok) return checked.tests;
  throw new Complaint(
    checked.problems.map(({ pointer, message }) => printable(`${name}${pointer}: ${message}`)).join('\n'),
  );
}

const weighsCookie = (tests: readonly TemplateTest[]) =>
  tests.some(({ expect }) => expect.some((one) => 'cookie_bytes_at_most' in one));

/** What the tests need of the server; nothing is asked when they need nothing. */
async function contextFor(
  tests: readonly TemplateTest[],
  connect: () => Promise<Connection>,
): Promise<TestContext> {
  const userIds = userIdsOf(tests);
  if (userIds.length === 0 && !weighsCookie(tests)) return { users: new Map(), cookie: null };
  const { client, path } = await connect();
  const query = new URLSearchParams({ user_ids: userIds.join(',') });
  const { cookie, users } = await client.call<ContextAnswer>(`${path}/session_token/test_context?${query}`);
  return { cookie, users: new Map(users.map((user) => [user.user_id, user])) };
}

/** One line a test, and one for each expectation that does not hold. */
export function resultsText(results: readonly TestResult[]): string {
  const lines = results.flatMap(({ name, passed, failures }) => [
    printable(`${passed ? 'ok     ' : 'FAILED '} ${name}`),
    ...failures.map(({ claim, expected, actual, pointer }) =>
      printable(
        `        ${claim === null ? '' : `${claim}: `}expected ${expected}, but it is ${actual} (${pointer})`,
      ),
    ),
  ]);
  const failed = results.filter(({ passed }) => !passed).length;
  const sum =
    results.length === 0
      ? 'There are no tests.'
      : `${results.length - failed} passed${failed > 0 ? `, ${failed} failed` : ''}.`;
  return `${[...lines, sum].join('\n')}\n`;
}

async function runTests(flags: TestFlags): Promise<void> {
  let connection: Promise<Connection> | undefined;
  const connect = () => {
    connection ??= connectToInstance(flags);
    return connection;
  };
  const saved = async () => {
    const { client, path } = await connect();
    const { config } = await client.call<{
      config: { session: { claims_source: string; tests: unknown[] } };
    }>(`${path}/config?keys=session`);
    return config.session;
  };
  const present = flags.file === undefined || flags.tests === undefined ? await saved() : null;
  const source = flags.file === undefined ? (present?.claims_source ?? '{}') : textOf(flags.file);
  const text = flags.tests === undefined ? JSON.stringify(present?.tests ?? []) : textOf(flags.tests);
  const template = compiled(source, flags.file ?? 'the active template');
  const tests = readTests(text, flags.tests ?? 'the saved tests');
  const results = runTemplateTests(template, tests, await contextFor(tests, connect));
  process.stdout.write(flags.json ? `${JSON.stringify(results, null, 2)}\n` : resultsText(results));
  if (results.some(({ passed }) => !passed)) process.exitCode = 1;
}

/** `bartleby template test`: runs the tests kept with the template, by the evaluator that the server has. */
export function addTest(template: Command): Command {
  return template
    .command('test')
    .description('run the tests of the template; exits with 1 when one fails')
    .option('--file <template>', 'a template to test instead of the active one')
    .option('--tests <tests>', 'tests to run instead of those that are saved')
    .option('--json', 'the results, as JSON')
    .option('--schema', 'print the JSON Schema of tests, for editors')
    .addHelpText('after', HELP)
    .action(async (flags: TestFlags) => {
      if (flags.schema) process.stdout.write(`${JSON.stringify(templateTestsSchema, null, 2)}\n`);
      else await runTests(flags);
    });
}
