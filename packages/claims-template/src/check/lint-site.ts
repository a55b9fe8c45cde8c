import type { Finding } from '../diagnostic.ts';
import { alwaysTruthyIndex, canBeNull } from '../shortcode/falsy.ts';
import type { Operand, ShortcodePart } from '../shortcode/string-part.ts';
import { removeOperands } from './check-shortcode.ts';
import { metadataPathUndeclared, metadataPathUnseen } from './lint-metadata-paths.ts';
import { type Lint, type LintContext, placedPaths } from './placed-paths.ts';
import { namesPrivilege } from './privilege-name.ts';
import { type StringSite, siteFinding, sourceEdit } from './string-site.ts';

/** Everything unwise about one shortcode that has no fault (the lint rows of claims-language section 6). */
export function lintSite(site: StringSite, shortcode: ShortcodePart, context: LintContext): Finding[] {
  return LINTS.flatMap((lint) => lint(site, shortcode, context));
}

const unboundedClaim: Lint = (site, { operands }, { surface }) => {
  if (surface !== 'session_token') return [];
  return placedPaths(operands)
    .filter(({ resolved }) => resolved.field.unbounded && resolved.below.length === 0)
    .map(({ operand, resolved }) =>
      siteFinding(site, {
        code: 'unbounded_claim',
        severity: 'warning',
        message:
          resolved.field.shape === 'metadata'
            ? `Take single values, as in ${resolved.field.path}.plan: all the metadata may outgrow the cookie.`
            : 'Prefer org.id and org.role: the list of all organizations may outgrow the cookie.',
        from: operand.from,
        to: operand.to,
      }),
    );
};

const clientWritable: Lint = (site, { operands }) =>
  placedPaths(operands)
    .filter(
      ({ resolved }) =>
        resolved.field.clientWritable &&
        [...site.names, ...resolved.below].some((name) => namesPrivilege(name)),
    )
    .map(({ operand, resolved }) => {
      const path = ['user.public_metadata', ...resolved.below].join('.');
      return siteFinding(site, {
        code: 'client_writable',
        severity: 'warning',
        message:
          'Use public metadata here: users can write unsafe metadata and so give themselves this right.',
        from: operand.from,
        to: operand.to,
        suggestion: path,
        fix: { title: `Use ${path}`, edits: [sourceEdit(site, { ...operand, insert: path })] },
      });
    });

const interpolatedNull: Lint = (site, { operands, from, to }, { isLone }) => {
  const last = operands.at(-1);
  if (isLone || last === undefined || !canBeNull(operands)) return [];
  return [
    siteFinding(site, {
      code: 'interpolated_null',
      severity: 'warning',
      message: "Add a default such as || '': without one the word null is printed when there is no value.",
      from,
      to,
      fix: {
        title: "Add || ''",
        edits: [sourceEdit(site, { from: last.to, to: last.to, insert: " || ''" })],
      },
    }),
  ];
};

const DEFAULT_CLAIM_OF: ReadonlyMap<string, string> = new Map([
  ['user.id', 'sub'],
  ['org.id', 'o.id'],
  ['org.slug', 'o.slg'],
  ['session.actor', 'act'],
  ['user.factor_verification_age', 'fva'],
]);

const duplicateOfDefault: Lint = (site, { operands, from, to }, { surface, isLone }) => {
  const [only] = placedPaths(operands);
  if (!isLone || operands.length !== 1 || only === undefined || only.resolved.below.length > 0) return [];
  const claim = DEFAULT_CLAIM_OF.get(only.resolved.field.path);
  if (claim === undefined || (surface === 'jwt_template' && claim !== 'sub')) return [];
  return [
    siteFinding(site, {
      code: 'duplicate_of_default',
      severity: 'info',
      message: `Read ${claim} instead, if you like: every token has this value there.`,
      from,
      to,
      suggestion: claim,
      fix: site.removal(),
    }),
  ];
};

const unreachableOperand: Lint = (site, shortcode) => {
  const { operands } = shortcode;
  const winner = alwaysTruthyIndex(operands);
  const next = operands[winner + 1];
  const last = operands.at(-1);
  if (winner < 0 || next === undefined || last === undefined) return [];
  return [
    siteFinding(site, {
      code: 'unreachable_operand',
      severity: 'warning',
      message: 'Remove what is never used: the value before it is never null or false.',
      from: next.from,
      to: last.to,
      fix: removeOperands(site, shortcode, winner + 1, operands.length),
    }),
  ];
};

/** `{{ '{{' }}` is how braces are printed: that constant is meant. */
function printsBraces(operand: Operand): boolean {
  const { value } = operand as { value?: unknown };
  return typeof value === 'string' && (value.includes('{{') || value.includes('}}'));
}

const constantExpression: Lint = (site, { operands, from, to }, { isLone }) => {
  const values = operands.map((operand) => (operand.kind === 'literal' ? operand.value : undefined));
  if (values.includes(undefined) || operands.some(printsBraces)) return [];
  const value = values.find((candidate) => candidate !== false) ?? false;
  const { node } = site;
  const fix = {
    title: 'Write the plain value',
    edits: [{ from: node.from, to: node.to, insert: JSON.stringify(value) }],
  };
  return [
    siteFinding(site, {
      code: 'constant_expression',
      severity: 'info',
      message: 'Write the value without braces: nothing here depends on the user.',
      from,
      to,
      fix: isLone ? fix : undefined,
    }),
  ];
};

const LINTS: readonly Lint[] = [
  unboundedClaim,
  clientWritable,
  interpolatedNull,
  duplicateOfDefault,
  unreachableOperand,
  constantExpression,
  metadataPathUnseen,
  metadataPathUndeclared,
];
