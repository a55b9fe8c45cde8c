import type { ClaimNode, CompiledTemplate } from '../render/compiled-template.ts';
import type { ClaimTypeMember } from './claim-type.ts';
import { type GlobalInterfaces, globalInterfaceLines } from './global-interfaces.ts';
import { inferClaimTypes } from './infer-claim-types.ts';
import type { InferOptions } from './type-of-operands.ts';
import { memberName, typeText } from './type-text.ts';
import { worstCaseBytes } from './worst-case-bytes.ts';

export interface TypeScriptOptions extends InferOptions {
  /** Identifies the template the file was made from. */
  templateHash: string;
  version: number;
  /** Beside the claims: all of them unless told. */
  globals?: GlobalInterfaces;
}

/** The longest expression repeated in a comment. */
const MAX_EXPRESSION = 120;

/** Text that can stand in a block comment, on one line. */
function commentText(text: string): string {
  const line = JSON.stringify(text).slice(1, -1).split('\\"').join('"');
  const short = line.length > MAX_EXPRESSION ? `${line.slice(0, MAX_EXPRESSION)}…` : line;
  return short.split('*/').join('*\\/');
}

function expressionOf(node: ClaimNode): string {
  if (node.kind === 'shortcode' || node.kind === 'interpolation') return `\`${commentText(node.text)}\`.`;
  return node.kind === 'static' ? 'The same for everybody.' : 'Several values.';
}

function sizeOf(node: ClaimNode): string {
  const bytes = worstCaseBytes(node);
  return bytes === null ? 'Its size depends on the user.' : `At most ${bytes} bytes.`;
}

function customMembers(template: CompiledTemplate, options: TypeScriptOptions, indent: string): string[] {
  const stamp = `Template version ${options.version} (${commentText(options.templateHash)}).`;
  const { members } = inferClaimTypes(template, options);
  const nodes = new Map(template.claims.members.map(({ name, value }) => [name, value]));
  return members.flatMap((member: ClaimTypeMember) => {
    const node = nodes.get(member.name) as ClaimNode;
    const mark = member.optional ? '?' : '';
    return [
      `${indent}/** ${expressionOf(node)} ${sizeOf(node)} ${stamp} */`,
      `${indent}${memberName(member.name)}${mark}: ${typeText(member.type)};`,
    ];
  });
}

function header(options: TypeScriptOptions): string[] {
  return [
    `/* Written by \`bartleby types\` from version ${options.version} of the session token's template`,
    `   (${commentText(options.templateHash)}). Do not edit: write it again after a change of the template. */`,
  ];
}

/**
 * TypeScript source with the types of a session token's claims: the body of the file that `bartleby types`
 * writes (claims-language section 8). `CustomJwtSessionClaims` is open as the SDKs declare it;
 * `BartlebyRegisteredClaims` is closed, for `claims(auth)`. Declared metadata and known roles give the SDKs'
 * `UserPublicMetadata` (and its like) and `ClerkAuthorization` too. The same template and options give the same text.
 */
export function renderTypeScript(template: CompiledTemplate, options: TypeScriptOptions): string {
  const lines = [
    ...header(options),
    '',
    'export {};',
    '',
    'declare global {',
    '  /** The claims of the active template: through `claims(auth)` a misspelt name does not compile. */',
    '  interface BartlebyRegisteredClaims {',
    ...customMembers(template, options, '    '),
    '  }',
    '',
    '  /** The same for `sessionClaims`, where every other name reads as `unknown`. */',
    '  interface CustomJwtSessionClaims extends BartlebyRegisteredClaims {}',
    ...globalInterfaceLines(options, options.globals ?? {}),
    '}',
  ];
  return `${lines.join('\n')}\n`;
}
