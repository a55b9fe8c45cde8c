/** A path pattern that was found to match, with what its `:names` stood for. */
export type PathMatch = Readonly<Record<string, string>>;
export type MatchPath = (pathname: string) => PathMatch | null;

/**
 * Compiles a pattern such as `/org/:id`, `/dashboard(.*)` or `/(api|trpc)(.*)`. A final slash is optional and
 * letter case is ignored, as in the routers that these patterns come from.
 * @throws Error when a group of the pattern is not closed or not a regular expression.
 */
export function compilePathPattern(pattern: string): MatchPath {
  const names: string[] = [];
  let source = '';
  let position = 0;
  while (position < pattern.length) {
    const character = pattern[position]!;
    const name = character === ':' ? /^\w+/.exec(pattern.slice(position + 1))?.[0] : undefined;
    if (character === '\\') {
      source += escapeLiteral(pattern[position + 1] ?? '\\');
      position += 2;
    } else if (name !== undefined || character === '(') {
      const parameter = readParameter(pattern, position + (name === undefined ? 0 : name.length + 1));
      names.push(name ?? String(names.length));
      source = addParameter(source, parameter.body ?? '[^/]+?', parameter.modifier);
      position = parameter.end;
    } else {
      source += escapeLiteral(character);
      position += 1;
    }
  }
  const expression = toExpression(source, pattern);
  return (pathname) => {
    const match = expression.exec(pathname);
    return match && Object.fromEntries(names.map((name, index) => [name, match[index + 1] ?? '']));
  };
}

const escapeLiteral = (text: string) => text.replace(/[$()*+.?[\\\]^{|}]/g, '\\$&');

/** An optional group in parentheses at `start`, then an optional `?`, `*` or `+`. */
function readParameter(pattern: string, start: number) {
  let end = start;
  let body: string | undefined;
  if (pattern[start] === '(') {
    end = closingParenthesis(pattern, start) + 1;
    body = pattern.slice(start + 1, end - 1).replace(/(^|[^\\])\((?!\?)/g, '$1(?:');
  }
  const modifier = /^[?*+]/.exec(pattern.slice(end))?.[0] ?? '';
  return { body, modifier, end: end + modifier.length };
}

function closingParenthesis(pattern: string, start: number): number {
  let depth = 0;
  for (let position = start; position < pattern.length; position += 1) {
    const character = pattern[position];
    if (character === '\\') position += 1;
    else if (character === '(') depth += 1;
    else if (character === ')') {
      depth -= 1;
      if (depth === 0) return position;
    }
  }
  throw notAPattern(pattern);
}

/** `/:name?` makes its slash optional too; `*` and `+` repeat whole segments. */
function addParameter(before: string, body: string, modifier: string): string {
  if (modifier === '') return `${before}(${body})`;
  const slash = before.endsWith('/') ? '/' : '';
  const start = slash ? before.slice(0, -1) : before;
  const inner = modifier === '?' ? body : `(?:${body})(?:/(?:${body}))*`;
  return `${start}(?:${slash}(${inner}))${modifier === '+' ? '' : '?'}`;
}

function toExpression(source: string, pattern: string): RegExp {
  try {
    return new RegExp(`^${source}/?$`, 'i');
  } catch {
    throw notAPattern(pattern);
  }
}

const notAPattern = (pattern: string) =>
  new Error(`"${pattern}" is not a path pattern. Write /path, /path/:name, /path(.*) or a RegExp.`);
