import { expect, it } from 'vitest';
import { failedTests, failureDigest } from './failed-tests.mjs';

const file = (name, assertionResults, rest = {}) => ({
  name: `/repository/${name}`,
  status: assertionResults.some(({ status }) => status === 'failed') ? 'failed' : 'passed',
  message: '',
  assertionResults,
  ...rest,
});
const failed = (fullName, ...failureMessages) => ({ fullName, status: 'failed', failureMessages });

it('names each failed test with the message of its last try, without colours and foreign frames', () => {
  const testResults = [
    file('a.test.ts', [
      { fullName: 'works', status: 'passed' },
      failed(
        'breaks',
        'first',
        '\u001b[31mlast\u001b[39m\n    at x (/r/node_modules/y.js:1:1)\n    at a.test.ts:3:1',
      ),
    ]),
    file('b.test.ts', [{ fullName: 'works', status: 'passed' }]),
  ];
  expect(failedTests({ testResults }, '/repository')).toEqual([
    '- a.test.ts > breaks\n    last\n        at a.test.ts:3:1',
  ]);
});

it('names a file that broke before its first test', () => {
  const testResults = [file('c.test.ts', [], { status: 'failed', message: 'Cannot find module' })];
  expect(failedTests({ testResults }, '/repository')).toEqual(['- c.test.ts\n    Cannot find module']);
});

it('stays short: fifteen tests, each cut', () => {
  const tests = Array.from({ length: 20 }, (_, number) => failed(`test ${number}`, 'x'.repeat(9_000)));
  const digest = failureDigest(failedTests({ testResults: [file('d.test.ts', tests)] }, '/repository'));
  expect(digest).toContain('test 14');
  expect(digest).not.toContain('test 15');
  expect(digest).toContain('… and 5 more: see .cache/test-logs');
  expect(digest.length).toBeLessThan(20_000);
  expect(failureDigest([])).toBe('');
});
