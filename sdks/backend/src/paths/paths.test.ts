import { describe, expect, it } from 'vitest';
import { compilePathPattern } from './path-pattern.ts';
import { createPathMatcher, normalizePathname } from './route-matcher.ts';

describe('path patterns', () => {
  it.each([
    ['/orgs/:id', '/orgs/org_1', { id: 'org_1' }],
    ['/orgs/:id', '/orgs/org_1/', { id: 'org_1' }],
    ['/orgs/:id', '/orgs/org_1/x', null],
    ['/orgs/:id/(.*)', '/orgs/a/b/c', { id: 'a', 1: 'b/c' }],
    ['/dashboard(.*)', '/dashboard', { 0: '' }],
    ['/dashboard(.*)', '/Dashboard/x', { 0: '/x' }],
    ['/(api|trpc)(.*)', '/trpc/x', { 0: 'trpc', 1: '/x' }],
    ['/((?!api).*)', '/home', { 0: 'home' }],
    ['/((?!api).*)', '/api/x', null],
    ['/a/:b?', '/a', { b: '' }],
    ['/a/:b*', '/a/x/y', { b: 'x/y' }],
    ['/a/:b+', '/a', null],
    ['/v:n(\\d+)', '/v12', { n: '12' }],
    ['/a.b', '/axb', null],
    ['/a\\:b', '/a:b', {}],
  ])('%s on %s → %j', (pattern, path, match) => expect(compilePathPattern(pattern)(path)).toEqual(match));

  it('refuses a pattern that cannot be one', () => {
    for (const pattern of ['/a(b', '/(?<', '/([)'])
      expect(() => compilePathPattern(pattern)).toThrow('is not a path pattern');
  });
});

describe('route matcher', () => {
  it('sees through encoding and doubled slashes, and takes patterns and expressions', () => {
    const matches = createPathMatcher(['/admin(.*)', /^\/x/g]);
    for (const path of ['/admin', '//admin', '/%61dmin/x', '/x', '/x1']) expect(matches(path)).toBe(true);
    expect(matches('/other')).toBe(false);
    expect(normalizePathname('/%ff')).toBeNull();
  });
});
