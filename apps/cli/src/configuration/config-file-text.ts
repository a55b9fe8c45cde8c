import { type JsonNode, parseJson } from '@bartleby/claims-template';
import { Complaint } from '../complaint.ts';
import { printable } from '../printable-text.ts';
import { CLAIMS, type ConfigValues } from './config-values.ts';
import { JWT_TEMPLATES, jwtTemplateName, outdented } from './jwt-templates/jwt-template-text.ts';

/** Key of the file that editors read: where its JSON Schema is. */
const SCHEMA = '$schema';
const INDENT = '  ';

/**
 * The file's text: sections in the server's order, the claims as they were written.
 * @param schemaUrl null: without one
 */
export function configFileText(values: ConfigValues, schemaUrl: string | null): string {
  const parts = schemaUrl === null ? [] : [`${INDENT}"${SCHEMA}": ${JSON.stringify(schemaUrl)}`];
  const sections = new Map<string, string[]>();
  for (const [pointer, text] of values) {
    const [key = '', name] = pointer.slice(1).split('/');
    if (pointer === JWT_TEMPLATES) {
      parts.push(key);
      sections.set(key, []);
    } else if (name === undefined) parts.push(`${INDENT}${JSON.stringify(key)}: ${indented(text, 1)}`);
    else {
      const members = sections.get(key) ?? [];
      if (!sections.has(key)) parts.push(key);
      sections.set(key, [...members, `${INDENT}${INDENT}${JSON.stringify(name)}: ${indented(text, 2)}`]);
    }
  }
  const written = parts.map((part) => {
    const members = sections.get(part);
    if (members?.length === 0) return `${INDENT}${JSON.stringify(part)}: {}`;
    return members ? `${INDENT}${JSON.stringify(part)}: {\n${members.join(',\n')}\n${INDENT}}` : part;
  });
  return `{\n${written.join(',\n')}\n}\n`;
}

/** Every line but the first, so many levels further in. Strings of JSON hold no line ends. */
const indented = (text: string, levels: number) => text.replaceAll('\n', `\n${INDENT.repeat(levels)}`);

/**
 * The settings that a file's text names.
 * @param name of the file, for complaints, which say line and column
 * @throws Complaint for what is no JSON object, or has a key twice
 */
export function readConfigText(text: string, name: string): ConfigValues {
  const parsed = parseJson(text);
  if (!parsed.ok) throw complaintAt(text, name, parsed.problem.from, parsed.problem.message);
  const values = new Map<string, string>();
  const put = (pointer: string, key: JsonNode, value: JsonNode) => {
    if (values.has(pointer)) throw complaintAt(text, name, key.from, `${pointer} stands here twice.`);
    const slice = text.slice(value.from, value.to);
    values.set(
      pointer,
      isKeptAsWritten(pointer) ? outdented(slice, 2) : JSON.stringify(JSON.parse(slice), null, 2),
    );
  };
  const seen = new Set<string>();
  for (const { key, value } of membersOf(parsed.root, text, name)) {
    if (seen.has(key.value)) throw complaintAt(text, name, key.from, `"${key.value}" stands here twice.`);
    seen.add(key.value);
    if (key.value === SCHEMA) continue;
    if (`/${key.value}` === JWT_TEMPLATES) {
      if (value.kind !== 'object')
        throw complaintAt(text, name, value.from, 'JWT templates are an object: each by its name.');
      values.set(JWT_TEMPLATES, '{}');
      for (const { value: template } of value.members) refuseTwins(template, text, name);
    }
    if (value.kind !== 'object') put(`/${key.value}`, key, value);
    else
      for (const member of value.members) put(`/${key.value}/${member.key.value}`, member.key, member.value);
  }
  return values;
}

/** Claims, and the templates that hold them. */
const isKeptAsWritten = (pointer: string) => pointer === CLAIMS || jwtTemplateName(pointer) !== null;

/** Throws Complaint for a member that stands twice. */
function refuseTwins(node: JsonNode, text: string, name: string): void {
  const seen = new Set<string>();
  for (const { key } of node.kind === 'object' ? node.members : []) {
    if (seen.has(key.value)) throw complaintAt(text, name, key.from, `"${key.value}" stands here twice.`);
    seen.add(key.value);
  }
}

function membersOf(root: JsonNode, text: string, name: string) {
  if (root.kind === 'object') return root.members;
  throw complaintAt(text, name, root.from, 'A configuration is a JSON object.');
}

function complaintAt(text: string, name: string, offset: number, message: string): Complaint {
  const lines = text.slice(0, offset).split('\n');
  const column = (lines.at(-1)?.length ?? 0) + 1;
  return new Complaint(printable(`${name}:${lines.length}:${column}: ${message}`));
}
