import fc from 'fast-check';
import ts from 'typescript';
import { describe, expect, it, vi } from 'vitest';
import { compileTemplate, type JsonObject, renderTypeScript, type TypeScriptOptions } from '../index.ts';

// Compiling takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

function generate(claims: JsonObject, options: Partial<TypeScriptOptions> = {}): string {
  const compiled = compileTemplate(JSON.stringify(claims), { mode: 'stored' });
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
  return renderTypeScript(compiled.template, {
    templateHash: 'a1b2c3',
    version: 7,
    ...options,
  });
}

/** As the SDKs declare it: completion, but no closedness. */
const SDK = 'interface CustomJwtSessionClaims { [name: string]: unknown }';

/** Compiles the files together, strictly; answers the messages. */
function compile(files: Record<string, string>): string[] {
  const options: ts.CompilerOptions = {
    strict: true,
    noEmit: true,
    module: ts.ModuleKind.ESNext,
    moduleResolution: ts.ModuleResolutionKind.Bundler,
    target: ts.ScriptTarget.ES2023,
    lib: ['lib.es2023.d.ts'],
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const { getSourceFile, fileExists, readFile } = host;
  host.getSourceFile = (name, target) =>
    files[name] === undefined ? getSourceFile(name, target) : ts.createSourceFile(name, files[name], target);
  host.fileExists = (name) => files[name] !== undefined || fileExists(name);
  host.readFile = (name) => files[name] ?? readFile(name);
  const program = ts.createProgram(Object.keys(files), options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

const GUIDE = { fullName: '{{user.full_name}}', primaryEmail: '{{user.primary_email_address}}' };

describe('the written file', () => {
  it('declares every claim with its expression, size and template', () => {
    expect(generate(GUIDE)).toContain(
      [
        'declare global {',
        '  /** The claims of the active template: through `claims(auth)` a misspelt name does not compile. */',
        '  interface BartlebyRegisteredClaims {',
        '    /** `{{user.full_name}}`. Its size depends on the user. Template version 7 (a1b2c3). */',
        '    fullName: string | null;',
        '    /** `{{user.primary_email_address}}`. At most 256 bytes. Template version 7 (a1b2c3). */',
        '    primaryEmail: string | null;',
        '  }',
      ].join('\n'),
    );
  });

  it('gives the global interface its members, and leaves it open as the SDK has it', () => {
    const use = `
      declare const claims: CustomJwtSessionClaims;
      export const name: string | null = claims.fullName;
      export const other: unknown = claims.misspelt;
    `;
    expect(compile({ '/sdk.d.ts': SDK, '/globals.d.ts': generate(GUIDE), '/use.ts': use })).toEqual([]);
    const wrong =
      'declare const claims: CustomJwtSessionClaims; export const name: string = claims.fullName;';
    expect(compile({ '/sdk.d.ts': SDK, '/globals.d.ts': generate(GUIDE), '/use.ts': wrong })).toHaveLength(1);
  });
});

describe('the closed claims', () => {
  const files = (use: string) => ({
    '/sdk.d.ts': `${SDK} interface BartlebyRegisteredClaims {}`,
    '/globals.d.ts': generate(GUIDE),
    '/use.ts': `declare const read: BartlebyRegisteredClaims; ${use}`,
  });

  it('know the claims of the template', () => {
    expect(compile(files('export const name: string | null = read.fullName;'))).toEqual([]);
  });

  it('do not compile a misspelt claim', () => {
    expect(compile(files('export const name = read.fullname;'))).toEqual([
      expect.stringContaining("Property 'fullname' does not exist"),
    ]);
  });
});

describe('the published global interfaces', () => {
  const SDK_GLOBALS = `
    interface UserPublicMetadata { [key: string]: unknown }
    interface UserUnsafeMetadata { [key: string]: unknown }
    interface ClerkAuthorization {}
    type Declared<Key extends string> = ClerkAuthorization extends Record<Key, infer Value> ? Value : string;
    declare function has(params: { role?: Declared<'role'>; permission?: Declared<'permission'> }): boolean;
    declare const user: { publicMetadata: UserPublicMetadata };`;
  const options: Partial<TypeScriptOptions> = {
    roleKeys: ['org:admin', 'org:member'],
    permissionKeys: ['org:invoices:create'],
    metadataSchemas: {
      'user.public_metadata': {
        type: 'object',
        required: ['plan'],
        properties: { plan: { enum: ['free', 'pro'] }, 'a-b': { type: 'integer' } },
      },
    },
  };
  const claims = {
    plan: '{{user.public_metadata.plan}}',
    role: '{{org.role}}',
    n: '{{user.public_metadata.a-b}}',
  };
  const errors = (use: string, more: Partial<TypeScriptOptions> = options) =>
    compile({
      '/sdk.d.ts': SDK + SDK_GLOBALS,
      '/g.d.ts': generate(claims, more),
      '/use.ts': `${use} export {};`,
    });

  it('type claims by the schema and the roles', () => {
    expect(generate(claims, options)).toMatch(/plan: 'free' \| 'pro';/);
    expect(generate(claims, options)).toMatch(/n: number \| null;/);
    expect(generate(claims, options)).toMatch(/role: 'org:admin' \| 'org:member' \| null;/);
  });

  it('let has() compile with roles and permissions that there are, and with no other', () => {
    expect(errors("has({ role: 'org:admin' }); has({ permission: 'org:invoices:create' });")).toEqual([]);
    expect(errors("has({ permission: 'org:sys_memberships:read' });")).toEqual([]);
    expect(errors("has({ role: 'org:admn' });")).toEqual([expect.stringContaining(`'"org:admn"'`)]);
    expect(errors("has({ permission: 'org:invoices:read' });")).toHaveLength(1);
    expect(errors("has({ role: 'org:admn' });", { ...options, globals: { authorization: false } })).toEqual(
      [],
    );
  });

  it('type metadata; nobody has to have all of it, and other names read as unknown', () => {
    const read =
      "const plan: 'free' | 'pro' | undefined = user.publicMetadata.plan; const x: unknown = user.publicMetadata.x;";
    expect(errors(read)).toEqual([]);
    expect(errors("const plan: 'free' = user.publicMetadata.plan;")).toHaveLength(1);
    expect(errors("user.publicMetadata = { plan: 'gold' };")).toHaveLength(1);
    expect(errors("user.publicMetadata = { 'a-b': 1, theme: 'dark' };")).toEqual([]);
    expect(generate(claims, { ...options, globals: { metadata: false } })).not.toContain(
      'UserPublicMetadata',
    );
    expect(generate(claims)).not.toMatch(/UserPublicMetadata|ClerkAuthorization/);
  });
});

describe('whatever the template holds', () => {
  it('is written as TypeScript that compiles', () => {
    const claims = {
      'x-hasura-user-id': '{{user.id}}',
      'it\'s "q" \\': '{{user.email_verified}}',
      'a */ b': "{{user.first_name || '*/ }; declare const evil: 1; /*'}}",
      class: ['{{user.id}}', 1, null],
      nested: { __proto: {}, '1a': [[]], $ok: -1.5 },
      tuple: '{{user.factor_verification_age}}',
      roles: '{{org_membership.permissions}}',
      lines: "{{ 'a' ||\n user.id }}",
      naïve: 'é\u2028',
    };
    const options = {
      roleKeys: ['org:a', "org:b'"],
      permissionKeys: ['x', 'y'],
      newClaims: new Set(['class']),
    };
    const text = generate(claims, { ...options, templateHash: '*/ evil' });
    expect(compile({ '/sdk.d.ts': SDK, '/g.d.ts': text })).toEqual([]);
    expect(text).toContain('class?: (string | 1 | null)[];');
    expect(text).toContain("'x-hasura-user-id': string;");
    expect(text).toBe(generate(claims, { ...options, templateHash: '*/ evil' }));
  });

  it('parses, for any names and texts', () => {
    const awkward = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 8 }),
      fc.constantFrom('*/', '//', '`', '${', "'", '\\', '\n'),
    );
    fc.assert(
      fc.property(
        fc.dictionary(
          awkward,
          fc.oneof(
            awkward,
            awkward.map((text) => `{{user.id}}${text}`),
          ),
        ),
        (claims) => {
          const file = ts.createSourceFile('/g.d.ts', generate(claims), ts.ScriptTarget.ES2023);
          const { parseDiagnostics } = file as unknown as { parseDiagnostics: unknown[] };
          expect(parseDiagnostics).toEqual([]);
        },
      ),
    );
  });
});

describe('worst-case bytes', () => {
  it.each([
    ['{{user.id}}', 34],
    ['{{user.email_verified}}', 5],
    ["{{user.email_verified || 'unknown'}}", 9],
    ['u/{{user.created_at}}', 14],
    ['{{user.public_metadata.role}}', 8192],
    [{ a: '{{user.id}}', b: [1, true] }, 53],
  ] as const)('of %j are %i', (claim, bytes) => {
    expect(generate({ c: claim as JsonObject | string })).toContain(`At most ${bytes} bytes.`);
  });
});
