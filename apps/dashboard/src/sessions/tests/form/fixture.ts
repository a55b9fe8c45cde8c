import {
  isNullableInFixture,
  type JsonObject,
  type JsonValue,
  type ShortcodeField,
  serializeJson,
  shortcodes,
} from '@bartleby/claims-template';
import { FIXTURE_ROOTS, type FixtureRoot, isObject } from './raw-test.ts';

/** A user to begin with. */
export interface FixturePreset {
  readonly id: string;
  readonly label: string;
  readonly given: JsonObject;
}

export const FIXTURE_PRESETS: readonly FixturePreset[] = [
  { id: 'nobody', label: 'A user without organization, of whom nothing is known', given: {} },
  {
    id: 'named',
    label: 'A user with a name and an email address',
    given: {
      user: { first_name: 'Ada', last_name: 'Lovelace', primary_email_address: 'ada@example.com' },
    },
  },
  {
    id: 'metadata',
    label: 'A user with public metadata',
    given: { user: { public_metadata: { role: 'editor' } } },
  },
  { id: 'member', label: 'A member of an organization', given: { org: { role: 'org:member' } } },
  {
    id: 'admin',
    label: 'An admin of an organization, with a permission',
    given: {
      org: { role: 'org:admin' },
      org_membership: { permissions: ['org:article:publish'] },
    },
  },
  {
    id: 'impersonated',
    label: 'A user whom somebody impersonates',
    given: { session: { actor: { sub: 'user_support' } } },
  },
];

/** Someone of this instance, or values of one's own. */
export type FixtureKind = 'real' | 'own' | string;

export function fixtureKind(given: JsonObject): FixtureKind {
  if (Object.hasOwn(given, 'user_id')) return 'real';
  const text = serializeJson(given);
  return FIXTURE_PRESETS.find((preset) => serializeJson(preset.given) === text)?.id ?? 'own';
}

export interface FixtureField {
  readonly root: FixtureRoot;
  readonly name: string;
  readonly path: string;
  readonly value: JsonValue;
  /** Null for a field that does not exist. */
  readonly field: ShortcodeField | null;
}

const fieldAt = (path: string) => shortcodes.find((one) => one.path === path) ?? null;

/** What is given, one entry a field. */
export function fieldsOf(given: JsonObject): FixtureField[] {
  return FIXTURE_ROOTS.flatMap((root) => {
    const values = given[root];
    if (!isObject(values)) return [];
    return Object.entries(values).map(([name, value]) => {
      const path = `${root}.${name}`;
      return { root, name, path, value, field: fieldAt(path) };
    });
  });
}

/** Fields that are not given yet. */
export function freeFields(given: JsonObject): ShortcodeField[] {
  const taken = new Set(fieldsOf(given).map(({ path }) => path));
  return shortcodes.filter(({ path }) => !taken.has(path));
}

const FIRST_VALUES: Readonly<Record<ShortcodeField['shape'], JsonValue>> = {
  string: '',
  number: 0,
  boolean: true,
  metadata: {},
  organizations: {},
  factor_verification_age: [0, -1],
  permissions: [],
  actor: { sub: 'user_support' },
};

const partsOf = (path: string) => path.split('.') as [FixtureRoot, string];

/** With this field, and the organization that a membership needs. */
export function withField(given: JsonObject, path: string, value?: JsonValue): JsonObject {
  const [root, name] = partsOf(path);
  const shape = fieldAt(path)?.shape ?? 'string';
  const old = isObject(given[root]) ? given[root] : {};
  const next = { ...given, [root]: { ...old, [name]: value === undefined ? FIRST_VALUES[shape] : value } };
  return root === 'org_membership' && !isObject(given.org) ? { ...next, org: {} } : next;
}

/** Without this field. An organization stays active when its last field goes. */
export function withoutField(given: JsonObject, path: string): JsonObject {
  const [root, name] = partsOf(path);
  const { [name]: _, ...rest } = (given[root] ?? {}) as JsonObject;
  if (Object.keys(rest).length > 0 || root === 'org') return { ...given, [root]: rest };
  const { [root]: __, ...others } = given;
  return others;
}

/** With or without an active organization. */
export function withOrganization(given: JsonObject, isActive: boolean): JsonObject {
  if (isActive) return { ...given, org: {} };
  const { org: _, org_membership: __, ...rest } = given;
  return rest;
}

export const isNullable = (field: ShortcodeField | null): boolean =>
  field !== null && isNullableInFixture(field);
