import type { AuthObject } from '@bartleby/backend';
import { signedOutAuthObject } from '@bartleby/backend/internal';
import { describe, expect, it } from 'vitest';
import { type Endings, isPageRequest, isServerAction, protect } from './protect.ts';

class Ended extends Error {}
const end = (how: string) => (): never => {
  throw new Ended(how);
};
const endings: Endings = {
  notFound: end('404'),
  unauthorized: end('401'),
  redirect: (url) => end(`redirect ${url}`)(),
  redirectToSignIn: end('sign-in'),
};

const PAGE = { 'sec-fetch-dest': 'document' };
const ACTION = { 'next-action': 'id', 'next-url': '/', accept: 'text/x-component' };
const FETCH = { accept: '*/*' };

const signedIn = (allowed: boolean) =>
  ({
    ...signedOutAuthObject(),
    isAuthenticated: true,
    userId: 'user_1',
    has: () => allowed,
  }) as unknown as AuthObject;

function outcome(auth: AuthObject, headers: Record<string, string>, ...args: unknown[]): string {
  try {
    return protect(auth, (name) => headers[name], endings, args as never).userId;
  } catch (error) {
    if (error instanceof Ended) return error.message;
    throw error;
  }
}

// Backend contract section 5.1, row by row.
describe('auth.protect()', () => {
  const nobody = signedOutAuthObject();
  const pending = signedOutAuthObject(undefined, 'pending');

  it.each([
    ['a page', PAGE, 'sign-in'],
    ['an app router navigation', { 'next-url': '/', accept: '*/*' }, 'sign-in'],
    ['the data of a page', { 'x-nextjs-data': '1' }, 'sign-in'],
    ['a server action', ACTION, '401'],
    ['a form sent to an action', { 'next-url': '/', 'content-type': 'multipart/form-data; b' }, '401'],
    ['a fetch of an API', FETCH, '404'],
  ])('signed out, %s: %s → %s', (_, headers, result) => {
    expect(outcome(nobody, headers as Record<string, string>)).toBe(result);
    expect(outcome(pending, headers as Record<string, string>)).toBe(result);
  });

  it('signed out, with unauthenticatedUrl: there, whatever the request', () => {
    for (const headers of [PAGE, ACTION, FETCH])
      expect(outcome(nobody, headers, { unauthenticatedUrl: '/hello' })).toBe('redirect /hello');
  });

  it('signed in and allowed: the Auth object', () => {
    expect(outcome(signedIn(true), PAGE)).toBe('user_1');
    expect(outcome(signedIn(false), PAGE)).toBe('user_1');
    expect(outcome(signedIn(true), PAGE, { role: 'org:admin' })).toBe('user_1');
    expect(outcome(signedIn(false), PAGE, () => true)).toBe('user_1');
  });

  it('signed in and not allowed: 404, or unauthorizedUrl', () => {
    for (const headers of [PAGE, ACTION, FETCH]) {
      expect(outcome(signedIn(false), headers, { role: 'org:admin' })).toBe('404');
      expect(outcome(signedIn(true), headers, () => false)).toBe('404');
      expect(outcome(signedIn(false), headers, { plan: 'pro', unauthorizedUrl: '/no' })).toBe('redirect /no');
      expect(outcome(signedIn(true), headers, () => false, { unauthorizedUrl: '/no' })).toBe('redirect /no');
    }
  });

  it('tells pages from actions', () => {
    const read = (headers: Record<string, string>) => (name: string) => headers[name];
    expect(isServerAction(read(ACTION))).toBe(true);
    expect(isPageRequest(read(ACTION))).toBe(false);
    expect(isServerAction(read(FETCH))).toBe(false);
    expect(isPageRequest(read({ accept: 'text/html,*/*' }))).toBe(true);
  });
});
