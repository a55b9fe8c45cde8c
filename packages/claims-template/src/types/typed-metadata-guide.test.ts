import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it, vi } from 'vitest';
import { checkMetadataSchema, compileTemplate, type JsonObject, renderTypeScript } from '../index.ts';

// Compiling takes seconds on a busy machine.
vi.setConfig({ testTimeout: 60_000 });

const guide = readFileSync(join(import.meta.dirname, '../../../../docs/guides/typed-metadata.md'), 'utf8');
const block = (mark: string) => {
  const code = new RegExp(`\`\`\`\\w+ typed=${mark}\n([\\s\\S]*?)\`\`\``).exec(guide)?.[1];
  if (code === undefined) throw new Error(`the guide has no block typed=${mark}`);
  return code;
};
const schema = JSON.parse(block('schema')) as JsonObject;

function written(): string {
  const compiled = compileTemplate(block('template'));
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.diagnostics));
  return renderTypeScript(compiled.template, {
    templateHash: 'a1',
    version: 1,
    metadataSchemas: { 'user.public_metadata': schema },
    roleKeys: ['org:admin', 'org:member'],
    permissionKeys: ['org:invoices:create'],
  });
}

/** Without comments, at the margin. */
const bare = (text: string) =>
  text
    .replace(/\/\*[\s\S]*?\*\//g, '')
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean);

function problems(app: string): string[] {
  const sdk = `interface ClerkAuthorization {}
    type Has = (params: { role?: ClerkAuthorization['role']; permission?: ClerkAuthorization['permission'] }) => boolean;`;
  const files: Record<string, string> = { '/sdk.d.ts': sdk, '/globals.d.ts': written(), '/app.ts': app };
  const options: ts.CompilerOptions = { strict: true, noEmit: true, lib: ['lib.es2023.d.ts'], types: [] };
  const host = ts.createCompilerHost(options);
  const { getSourceFile } = host;
  host.getSourceFile = (name, target) =>
    files[name] === undefined ? getSourceFile(name, target) : ts.createSourceFile(name, files[name], target);
  const program = ts.createProgram(Object.keys(files), options, host);
  return ts
    .getPreEmitDiagnostics(program)
    .map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, '\n'));
}

describe('docs/guides/typed-metadata.md', () => {
  it('shows a schema that may be declared, and a template without warnings under it', () => {
    expect(checkMetadataSchema(schema)).toEqual([]);
    const metadataSchemas = { 'user.public_metadata': schema };
    expect(compileTemplate(block('template'), { metadataSchemas }).diagnostics).toEqual([]);
  });

  it('shows the types that are written', () => {
    const lines = bare(written());
    for (const line of bare(block('written'))) expect(lines).toContain(line);
  });

  it('shows an app that compiles with them, and one that does not', () => {
    expect(problems(block('app'))).toEqual([]);
    expect(
      problems(block('app').replace("has({ role: 'org:admin' })", "has({ role: 'org:admn' })")),
    ).toHaveLength(1);
  });
});
