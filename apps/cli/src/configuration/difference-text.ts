import { compareTemplates, compileTemplate } from '@bartleby/claims-template';
import { createTwoFilesPatch, FILE_HEADERS_ONLY } from 'diff';
import { printable } from '../printable-text.ts';
import { claimChangeLine } from '../template/diff.ts';
import { configFileText } from './config-file-text.ts';
import { type ChangedValue, CLAIMS, type ConfigValues, missingTemplates } from './config-values.ts';
import { jwtTemplateLines } from './jwt-templates/jwt-template-changes.ts';
import { jwtTemplateName } from './jwt-templates/jwt-template-text.ts';

/** Texts that differ in more lines are told as one replaced by the other: looking closer takes long. */
const MAX_EDITS = 1_000;

/** What the file would change: its text against the server's, and what becomes of the claims. */
export function differenceText(
  sides: { readonly server: ConfigValues; readonly file: ConfigValues; readonly name: string },
  changes: readonly ChangedValue[],
): string {
  const { server, file, name } = sides;
  const named = new Map(
    [...file.keys(), ...missingTemplates(file, server)].flatMap((pointer) => {
      const text = server.get(pointer) ?? (jwtTemplateName(pointer) === null ? 'null' : undefined);
      return text === undefined ? [] : [[pointer, text] as const];
    }),
  );
  const [before, after] = [named, file].map((values) => configFileText(values, null));
  const patch =
    createTwoFilesPatch('server', name, before ?? '', after ?? '', '', '', {
      context: 3,
      headerOptions: FILE_HEADERS_ONLY,
      maxEditLength: MAX_EDITS,
    }) ?? changes.map(({ pointer }) => `changed: ${pointer}`).join('\n');
  const lines = patch.trimEnd().split('\n').map(printable);
  return `${[...lines, ...claimLines(changes), ...jwtTemplateLines(changes)].join('\n')}\n`;
}

function claimLines(changes: readonly ChangedValue[]): string[] {
  const claims = changes.find(({ pointer }) => pointer === CLAIMS);
  if (claims?.after == null) return [];
  const [before, after] = [compileTemplate(claims.before ?? '{}'), compileTemplate(claims.after)];
  if (!before.ok || !after.ok) return [];
  const found = compareTemplates(before.template, after.template);
  return ['', found.length === 0 ? 'Claims: no difference.' : 'Claims:', ...found.map(claimChangeLine)];
}
