import { describe, expect, it, vi } from 'vitest';
import { checkTypes } from '../testing/check-types.ts';

// The types as an app has them: with the guide's file, with the file that `bartleby types` writes, without any.

// The first program reads all of the SDK's types.
vi.setConfig({ testTimeout: 60_000 });

const GUIDE = `export {};
declare global {
  interface CustomJwtSessionClaims {
    fullName?: string;
    primaryEmail?: string;
  }
}`;
const WRITTEN = `export {};
declare global {
  interface BartlebyRegisteredClaims {
    fullName: string | null;
    primaryEmail: string | null;
  }
  interface CustomJwtSessionClaims extends BartlebyRegisteredClaims {}
}`;

const app = (body: string) => `
import { type AuthObject, claims, type JwtPayload, verifyToken } from './index.ts';
export async function app(auth: AuthObject) {
  if (!auth.isAuthenticated) return;
  const { sessionClaims } = auth;
  ${body}
}`;
const errorsOf = (globals: string | undefined, body: string) =>
  checkTypes({ 'app.ts': app(body), ...(globals ? { 'globals.d.ts': globals } : {}) }).errors('app.ts');

describe("with the guide's globals.d.ts", () => {
  it('a declared claim has its type, everywhere', () => {
    const body = `
      const a: string | undefined = sessionClaims.fullName;
      const b: string | undefined = (await verifyToken('')).primaryEmail;
      return [a, b];`;
    expect(errorsOf(GUIDE, body)).toEqual([]);
    expect(errorsOf(GUIDE, 'const a: string = sessionClaims.fullName; return a;')).toEqual([
      expect.stringContaining("'string | undefined' is not assignable to type 'string'"),
    ]);
  });

  it('an undeclared claim is unknown: no error, and no any', () => {
    expect(errorsOf(GUIDE, 'const a: unknown = sessionClaims.fullNmae; return a;')).toEqual([]);
    expect(errorsOf(GUIDE, 'const a: string = sessionClaims.fullNmae; return a;')).toEqual([
      expect.stringContaining("'unknown' is not assignable to type 'string'"),
    ]);
  });

  it('an editor completes both names', () => {
    const names = checkTypes({
      'app.ts': app('sessionClaims./*caret*/'),
      'globals.d.ts': GUIDE,
    }).completions('app.ts');
    expect(names).toEqual(expect.arrayContaining(['fullName', 'primaryEmail', 'sub', 'sid', 'exp']));
  });
});

describe('with the file that `bartleby types` writes', () => {
  it('claims(auth) has exactly the registered and the default claims', () => {
    const body = `
      const a: string | null = claims(auth).fullName;
      const b: string = claims(auth).sub;
      const c: string | null = sessionClaims.fullName;
      return [a, b, c];`;
    expect(errorsOf(WRITTEN, body)).toEqual([]);
  });

  it('a misspelt claim does not compile', () => {
    expect(errorsOf(WRITTEN, 'return claims(auth).fullNmae;')).toEqual([
      expect.stringContaining("Property 'fullNmae' does not exist"),
    ]);
  });

  it('an editor completes the claims of the reader', () => {
    const names = checkTypes({
      'app.ts': app('claims(auth)./*caret*/'),
      'globals.d.ts': WRITTEN,
    }).completions('app.ts');
    expect(names).toEqual(expect.arrayContaining(['fullName', 'primaryEmail', 'sub']));
  });
});

describe('without any file', () => {
  it('every name of an app reads as unknown, in claims(auth) too', () => {
    expect(
      errorsOf(undefined, 'return [sessionClaims.x, claims(auth).y, sessionClaims.sub.length];'),
    ).toEqual([]);
    expect(errorsOf(undefined, 'const a: string = claims(auth).x; return a;')).toHaveLength(1);
  });
});

describe('with ClerkAuthorization', () => {
  const globals = `export {};
declare global { interface ClerkAuthorization { role: 'org:admin' | 'org:member'; permission: 'org:a:read' } }`;

  it('other roles and permissions do not compile, and orgRole narrows', () => {
    const good = `
      const role: 'org:admin' | 'org:member' | undefined = auth.orgRole;
      return [role, auth.has({ role: 'org:admin' }), auth.has({ permission: 'org:a:read' })];`;
    expect(errorsOf(globals, good)).toEqual([]);
    expect(errorsOf(globals, "auth.has({ role: 'org:other' });")).toHaveLength(1);
    expect(errorsOf(globals, "auth.has({ permission: 'org:a:write' });")).toHaveLength(1);
  });
});
