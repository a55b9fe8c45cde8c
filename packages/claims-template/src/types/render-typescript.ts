import type { ClaimNode, CompiledTemplate } from '../render/compiled-template.ts';
import { defaultClaims } from '../shortcode/default-claims.ts';
import type { ClaimTypeMember } from './claim-type.ts';
import { inferClaimTypes } from './infer-claim-types.ts';
import type { InferOptions } from './type-of-operands.ts';
import { memberName, typeText } from './type-text.ts';
import { worstCaseBytes } from './worst-case-bytes.ts';

export interface TypeScriptOptions extends InferOptions {
  /** `globals`: a declaration file for completion on `sessionClaims`. `reader`: a module with a closed reader. */
  format: 'globals' | 'reader';
  /** Identifies the template the file was made from. */
  templateHash: string;
  version: number;
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

function defaultMembers(indent: string): string[] {
  return defaultClaims.flatMap(({ name, type, meaning, optional }) => [
    `${indent}/** ${meaning} */`,
    `${indent}${name}${optional ? '?' : ''}: ${type};`,
  ]);
}

function header(options: TypeScriptOptions): string[] {
  return [
    `/* Written by \`bartleby types\` from version ${options.version} of the session token's template`,
    `   (${commentText(options.templateHash)}). Do not edit: write it again after a change of the template. */`,
  ];
}

function closedTypes(template: CompiledTemplate, options: TypeScriptOptions): string[] {
  return [
    '/** All claims of the session token and no others: a misspelt name does not compile. */',
    'export interface SessionTokenClaims {',
    ...customMembers(template, options, '  '),
    ...defaultMembers('  '),
    '}',
    '',
    '/** Claims by the name of the token: `__session` is the session token. */',
    "export type SessionClaimsOf<Name extends '__session'> = { __session: SessionTokenClaims }[Name];",
  ];
}

function globalTypes(template: CompiledTemplate, options: TypeScriptOptions): string[] {
  return [
    'declare global {',
    '  /** Custom claims of the session token. */',
    '  interface CustomJwtSessionClaims {',
    ...customMembers(template, options, '    '),
    '  }',
    '}',
  ];
}

const READER: readonly string[] = [
  '/** The claims of a signed-in request, closed; null when nobody is signed in. */',
  'export function claims(auth: { sessionClaims?: object | null | undefined }): SessionTokenClaims | null {',
  '  return (auth.sessionClaims ?? null) as SessionTokenClaims | null;',
  '}',
];

/**
 * TypeScript source with the types of a session token's claims: the body of the file that `bartleby types`
 * writes (claims-language section 8). The same template and options give the same text.
 */
export function renderTypeScript(template: CompiledTemplate, options: TypeScriptOptions): string {
  const closed = closedTypes(template, options);
  const body =
    options.format === 'globals'
      ? [...globalTypes(template, options), '', ...closed]
      : [...closed, '', ...READER];
  return `${[...header(options), '', ...body].join('\n')}\n`;
}
