import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, it } from 'vitest';
import * as claimsTemplate from './index.ts';

/** The first fenced block of a language. */
function block(text: string, language: string): string {
  const from = text.indexOf(`\`\`\`${language}\n`) + language.length + 4;
  return text.slice(from, text.indexOf('\n```', from));
}

it('the example of the README prints what the README says', () => {
  const readme = readFileSync(join(import.meta.dirname, '../README.md'), 'utf8');
  const { outputText } = ts.transpileModule(block(readme, 'ts'), {
    compilerOptions: { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2023 },
  });
  const lines: string[] = [];
  const run = new Function('require', 'exports', 'console', outputText);
  run(
    (name: string) => {
      expect(name).toBe('@bartleby/claims-template');
      return claimsTemplate;
    },
    {},
    { log: (...words: unknown[]) => lines.push(words.join(' ')) },
  );
  expect(lines.join('\n')).toBe(block(readme, 'text'));
});
