import {
  checkTemplateTests,
  claimTypeNames,
  expectationKinds,
  parseJson,
  shortcodes,
} from '@bartleby/claims-template';
import { autocompletion, type CompletionContext, type CompletionResult } from '@codemirror/autocomplete';
import { syntaxTree } from '@codemirror/language';
import { linter } from '@codemirror/lint';
import type { EditorState, Extension } from '@codemirror/state';

type Node = ReturnType<ReturnType<typeof syntaxTree>['resolveInner']>;

interface Offer {
  readonly label: string;
  readonly info?: string;
}

const ROOTS = ['user', 'org', 'org_membership', 'session'];
const fieldsOf = (root: string): Offer[] =>
  shortcodes
    .filter(({ path }) => path.startsWith(`${root}.`))
    .map(({ path, meaning }) => ({ label: path.slice(root.length + 1), info: meaning }));
const offers = (labels: readonly string[]): Offer[] => labels.map((label) => ({ label }));

/** Members that may stand in the object at this path; list indexes are `*`. */
function membersAt(path: string): Offer[] {
  if (path === '*') return offers(['name', 'given', 'expect']);
  if (path === '*/given') return offers(['user_id', ...ROOTS]);
  if (path === '*/expect/*') return offers(['claim', ...expectationKinds]);
  const root = ROOTS.find((one) => path === `*/given/${one}`);
  return root === undefined ? [] : fieldsOf(root);
}

function valuesAt(path: string, source: string): Offer[] {
  if (/^\*\/expect\/\*\/type(\/\*)?$/.test(path)) return offers(claimTypeNames);
  if (path !== '*/expect/*/claim') return [];
  const parsed = parseJson(source);
  const root = parsed.ok ? parsed.root : null;
  return root?.kind === 'object' ? offers(root.members.map(({ key }) => key.value)) : [];
}

const nameOf = (state: EditorState, property: Node): string => {
  const name = property.getChild('PropertyName');
  return name ? state.sliceDoc(name.from, name.to).replaceAll('"', '') : '';
};

/** The way from the root to a node, without the node's own name. */
function pathTo(state: EditorState, node: Node): string {
  const steps: string[] = [];
  for (let one = node.parent; one; one = one.parent) {
    if (one.name === 'Property') steps.unshift(nameOf(state, one));
    else if (one.name === 'Array') steps.unshift('*');
  }
  return steps.join('/');
}

function complete(source: () => string) {
  return ({ state, pos }: CompletionContext): CompletionResult | null => {
    const node = syntaxTree(state).resolveInner(pos, -1);
    const isName = node.name === 'PropertyName';
    if (!isName && node.name !== 'String') return null;
    const path = isName ? pathTo(state, node.parent ?? node) : pathTo(state, node);
    const found = isName ? membersAt(path) : valuesAt(path, source());
    const isClosed = node.to - node.from > 1 && state.sliceDoc(node.to - 1, node.to) === '"';
    return found.length === 0
      ? null
      : { from: node.from + 1, to: isClosed ? node.to - 1 : node.to, options: found };
  };
}

/**
 * Completion and underlines for template tests.
 * @param source the template's text of this moment: its claims are offered
 */
export function testsLanguage(source: () => string): Extension {
  return [
    autocompletion({ override: [complete(source)], activateOnTypingDelay: 0, icons: false }),
    linter(
      ({ state }) => {
        const { length } = state.doc;
        const checked = checkTemplateTests(state.doc.toString());
        if (checked.ok) return [];
        return checked.problems.map(({ from, to, message }) => ({
          from: Math.min(from, length),
          to: Math.min(Math.max(to, from + 1), length),
          severity: 'error' as const,
          message,
        }));
      },
      { delay: 100 },
    ),
  ];
}
