import { utf8Length } from '../json-text/utf8-length.ts';
import type { JsonObject, JsonValue } from '../json-value.ts';
import type { CompiledTemplate } from '../render/compiled-template.ts';
import { mergeDefaultClaims } from '../render/merge-default-claims.ts';
import { renderTemplate } from '../render/render-template.ts';
import { serializeClaims, serializeJson } from '../render/serialize-claims.ts';
import type { TemplateData } from '../render/template-data.ts';
import { tokenSize } from '../size/token-size.ts';
import { claimPath, valueAt } from './claim-path.ts';
import { fixtureData } from './fixture-data.ts';
import type { ClaimTypeName, Expectation, TemplateTest } from './template-test.ts';

/** What running tests needs to know of an instance. */
export interface TestContext {
  /** The users that tests name; a missing one is a failure. */
  readonly users: ReadonlyMap<string, { readonly data: TemplateData; readonly default_claims: JsonObject }>;
  /** What the cookie of a user weighs beside the template's claims; null: not known, so it cannot be weighed. */
  readonly cookie: {
    readonly cookie_name: string;
    readonly header_bytes: number;
    /** Of a user who is not there; `sub` is put in. */
    readonly default_claims: JsonObject;
  } | null;
}

/** An expectation that does not hold. Texts are for people: values as JSON, cut when they are long. */
export interface TestFailure {
  /** From the root of the tests, as in `/0/expect/1`. */
  readonly pointer: string;
  readonly claim: string | null;
  readonly expected: string;
  readonly actual: string;
}

export interface TestResult {
  readonly name: string;
  /** As in `/0`. */
  readonly pointer: string;
  readonly passed: boolean;
  readonly failures: readonly TestFailure[];
  /** What the template made; null when the user is not there. */
  readonly claims: JsonObject | null;
}

/** Longest text of a value in a failure. */
const MAX_TEXT = 200;

function shown(value: JsonValue | undefined): string {
  if (value === undefined) return 'absent';
  const text = serializeJson(value);
  return text.length > MAX_TEXT ? `${text.slice(0, MAX_TEXT)}…` : text;
}

function typeOf(value: JsonValue | undefined): ClaimTypeName | 'absent' {
  if (value === undefined) return 'absent';
  if (value === null) return 'null';
  return Array.isArray(value) ? 'array' : (typeof value as ClaimTypeName);
}

interface Subject {
  readonly claims: JsonObject;
  readonly cookieBytes: number | null;
}

/** Null when it holds, else what was expected and what is. */
function judge(expectation: Expectation, { claims, cookieBytes }: Subject): [string, string] | null {
  if ('cookie_bytes_at_most' in expectation) {
    const maximum = expectation.cookie_bytes_at_most;
    if (cookieBytes !== null && cookieBytes <= maximum) return null;
    return [
      `a cookie of at most ${maximum} bytes`,
      cookieBytes === null ? 'not known without a server' : `${cookieBytes} bytes`,
    ];
  }
  if ('claims_bytes_at_most' in expectation) {
    const bytes = utf8Length(serializeClaims(claims));
    const maximum = expectation.claims_bytes_at_most;
    return bytes <= maximum ? null : [`claims of at most ${maximum} bytes`, `${bytes} bytes`];
  }
  const value = valueAt(claims, claimPath(expectation.claim) ?? []);
  if ('equals' in expectation) {
    const holds = value !== undefined && serializeJson(value) === serializeJson(expectation.equals);
    return holds ? null : [shown(expectation.equals), shown(value)];
  }
  if ('absent' in expectation) return value === undefined ? null : ['absent', shown(value)];
  const types: readonly string[] = [expectation.type].flat();
  const type = typeOf(value);
  if (types.includes(type)) return null;
  return [types.join(' or '), type === 'absent' ? type : `${type}: ${shown(value)}`];
}

function weigh(claims: JsonObject, defaultClaims: JsonObject, cookie: TestContext['cookie']): number | null {
  if (cookie === null) return null;
  return tokenSize({
    claimsBytes: utf8Length(serializeClaims(mergeDefaultClaims(claims, defaultClaims))),
    headerBytes: cookie.header_bytes,
    cookieName: cookie.cookie_name,
  }).cookieBytes;
}

function runTest(
  template: CompiledTemplate,
  test: TemplateTest,
  pointer: string,
  { users, cookie }: TestContext,
): TestResult {
  const { name, given } = test;
  const real = given.user_id === undefined ? null : users.get(given.user_id);
  if (real === undefined) {
    const expected = 'a user of this instance';
    const actual = `${given.user_id} is not there`;
    const failure = { pointer: `${pointer}/given/user_id`, claim: null, expected, actual };
    return { name, pointer, passed: false, failures: [failure], claims: null };
  }
  const data = fixtureData(given, real?.data ?? null);
  const claims = renderTemplate(template, data);
  const defaultClaims = real?.default_claims ?? { ...cookie?.default_claims, sub: data.user.id };
  const cookieBytes = weigh(claims, defaultClaims, cookie);
  const failures = test.expect.flatMap((expectation, index): TestFailure[] => {
    const found = judge(expectation, { claims, cookieBytes });
    if (found === null) return [];
    const [expected, actual] = found;
    const claim = 'claim' in expectation ? expectation.claim : null;
    return [{ pointer: `${pointer}/expect/${index}`, claim, expected, actual }];
  });
  return { name, pointer, passed: failures.length === 0, failures, claims };
}

/**
 * Runs a template's tests: the same template, tests and context give the same results, wherever they run.
 * @returns one result a test, in their order
 */
export function runTemplateTests(
  template: CompiledTemplate,
  tests: readonly TemplateTest[],
  context: TestContext,
): TestResult[] {
  return tests.map((test, index) => runTest(template, test, `/${index}`, context));
}
