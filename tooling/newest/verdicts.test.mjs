import { describe, expect, it } from 'vitest';
import { chosenPackages, testsAbout, verdictOn } from './verdicts.mjs';

const known = [
  { package: '@clerk/hono', state: 'works', tests: ['a.test.ts'] },
  { package: '@clerk/expo', state: 'not yet', tests: [] },
  { package: '@clerk/vue', state: 'works', tests: ['a.test.ts'] },
];
const passed = (fullName) => ({ fullName, status: 'passed' });
const failed = (fullName) => ({ fullName, status: 'failed' });

describe('chosenPackages', () => {
  it('takes names with and without the scope; all that have tests when there are none', () => {
    expect(chosenPackages(known, ['vue']).map((each) => each.package)).toEqual(['@clerk/vue']);
    expect(chosenPackages(known, ['@clerk/hono'])).toHaveLength(1);
    expect(chosenPackages(known, []).map((each) => each.package)).toEqual(['@clerk/hono', '@clerk/vue']);
  });

  it('refuses a package that no test drives, and names those that have one', () => {
    expect(() => chosenPackages(known, ['expo'])).toThrow(/No test drives @clerk\/expo.*@clerk\/hono/s);
  });
});

describe('testsAbout', () => {
  it('are those below a package’s name, which no other package’s name begins', () => {
    const tests = [passed('@clerk/react signs in'), failed('@clerk/react-router signs in')];
    expect(testsAbout(tests, '@clerk/react')).toEqual([tests[0]]);
  });

  it('are all of a file that names no package', () => {
    const tests = [passed('signs in'), passed('signs out')];
    expect(testsAbout(tests, '@clerk/nextjs')).toEqual(tests);
  });
});

describe('verdictOn', () => {
  const run = { sdk: '@clerk/vue', tested: '2.0.0', tried: '2.1.0' };
  it('says which version passed', () => {
    expect(verdictOn({ ...run, tests: [passed('signs in')] })).toEqual({
      passed: true,
      line: 'ok     @clerk/vue 2.1.0 (tested: 2.0.0): 1 of 1',
    });
    expect(verdictOn({ ...run, tried: '2.0.0', tests: [passed('signs in')] }).line).toMatch(
      /2.0.0 \(as tested\)/,
    );
  });

  it('names what failed; no test at all is a failure too', () => {
    const { passed: good, line } = verdictOn({ ...run, tests: [passed('signs in'), failed('signs out')] });
    expect(good).toBe(false);
    expect(line).toMatch(/^FAILED .*: 1 of 2\n +signs out$/);
    expect(verdictOn({ ...run, tests: [] }).passed).toBe(false);
    expect(verdictOn({ ...run, tried: null, trouble: 'does not install', tests: [] }).line).toMatch(
      /^FAILED @clerk\/vue \? .*: does not install$/,
    );
  });
});
