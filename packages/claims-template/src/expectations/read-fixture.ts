import type { JsonNode } from '../json-text/json-node.ts';
import { pointerTo } from '../json-text/json-pointer.ts';
import { shortcodes } from '../shortcode/catalogue.ts';
import { editDistance } from '../shortcode/edit-distance.ts';
import type { ShortcodeField } from '../shortcode/shortcode-field.ts';
import type { Place, TestsReader } from './tests-reader.ts';

export const fixtureMembers = ['user_id', 'user', 'org', 'org_membership', 'session'] as const;
const USER_ID = /^user_[A-Za-z0-9]{1,59}$/;

/** An active organization may lack these two; other fields are null only where there is none. */
const ORG_NULLABLE = new Set(['org.slug', 'org.image_url']);

const isNull = (node: JsonNode) => node.kind === 'scalar' && node.value === null;

export function isNullableInFixture({ path, nullWhen }: ShortcodeField): boolean {
  return path.startsWith('org') ? ORG_NULLABLE.has(path) : nullWhen !== null;
}

/** What a field of this shape takes, for a sentence; and whether the node is that. */
const SHAPES: Readonly<Record<ShortcodeField['shape'], readonly [string, (node: JsonNode) => boolean]>> = {
  string: ['a text', (node) => node.kind === 'string'],
  number: ['a number', (node) => node.kind === 'scalar' && typeof node.value === 'number'],
  boolean: ['true or false', (node) => node.kind === 'scalar' && typeof node.value === 'boolean'],
  metadata: ['an object', (node) => node.kind === 'object'],
  organizations: [
    'an object of organization ids to roles',
    (node) => node.kind === 'object' && node.members.every(({ value }) => value.kind === 'string'),
  ],
  factor_verification_age: [
    'a list of two numbers',
    (node) =>
      node.kind === 'array' &&
      node.items.length === 2 &&
      node.items.every((item) => item.kind === 'scalar' && typeof item.value === 'number'),
  ],
  permissions: [
    'a list of texts',
    (node) => node.kind === 'array' && node.items.every(({ kind }) => kind === 'string'),
  ],
  actor: [
    'an object with "sub"',
    (node) =>
      node.kind === 'object' &&
      node.members.some(({ key, value }) => key.value === 'sub' && value.kind === 'string'),
  ],
};

function unknownField(root: string, name: string): string {
  if (name === 'private_metadata') return 'Private metadata is in no token, so no test has it.';
  const fields = shortcodes.filter(({ path }) => path.startsWith(`${root}.`)).map(({ path }) => path);
  const near = fields
    .map((path) => ({ path, distance: editDistance(path, `${root}.${name}`) }))
    .sort((a, b) => a.distance - b.distance)[0];
  const hint = near && near.distance <= 3 ? ` Did you mean ${near.path}?` : '';
  return `There is no shortcode ${root}.${name}.${hint}`;
}

function readFields(reader: TestsReader, place: Place, root: string): void {
  if (place.node.kind !== 'object') {
    reader.refuse(place, `${root} is an object${root.startsWith('org') ? ' or null' : ''}.`);
    return;
  }
  for (const { key, value } of place.node.members) {
    const pointer = pointerTo(place.pointer, key.value);
    const field = shortcodes.find(({ path }) => path === `${root}.${key.value}`);
    if (!field) {
      reader.refuse({ node: key, pointer }, unknownField(root, key.value));
      continue;
    }
    const [words, fits] = SHAPES[field.shape];
    const nullable = isNullableInFixture(field);
    if (!fits(value) && !(nullable && isNull(value)))
      reader.refuse({ node: value, pointer }, `${field.path} is ${words}${nullable ? ' or null' : ''}.`);
  }
}

/** Checks what a test gives: only what shortcodes read, each with the type that it has in a token. */
export function readFixture(reader: TestsReader, place: Place): void {
  const members = reader.members(place, 'What is given', fixtureMembers);
  const userId = members.get('user_id');
  if (userId && !(userId.node.kind === 'string' && USER_ID.test(userId.node.value)))
    reader.refuse(userId, 'user_id is the id of a user, as in user_29w83sxmDNGwOuEthce5gg56FcC.');
  for (const root of ['user', 'org', 'org_membership', 'session'] as const) {
    const given = members.get(root);
    if (given && !(root.startsWith('org') && isNull(given.node))) readFields(reader, given, root);
  }
  const [org, membership] = [members.get('org'), members.get('org_membership')];
  if (membership && !isNull(membership.node) && (!org || isNull(org.node)))
    reader.refuse(membership, 'org_membership needs an org: without one there is no membership.');
}
