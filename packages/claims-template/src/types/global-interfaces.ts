import type { ClaimTypeMember } from './claim-type.ts';
import { type InferOptions, type MetadataPath, metadataTypeOf } from './type-of-operands.ts';
import { memberName, typeText } from './type-text.ts';
import { unionText } from './union-text.ts';

/** Which of the published global interfaces are written beside the claims; all of them unless told. */
export interface GlobalInterfaces {
  /** `UserPublicMetadata` and its like, for kinds with a schema. */
  readonly metadata?: boolean;
  /** `ClerkAuthorization`, when the roles are known. */
  readonly authorization?: boolean;
}

/** What every member of an organization may be allowed by the system, whatever the application declares. */
export const systemPermissions: readonly string[] = [
  'org:sys_profile:manage',
  'org:sys_profile:delete',
  'org:sys_memberships:read',
  'org:sys_memberships:manage',
  'org:sys_domains:read',
  'org:sys_domains:manage',
  'org:sys_billing:read',
  'org:sys_billing:manage',
];

const METADATA_INTERFACES: readonly (readonly [MetadataPath, string, string])[] = [
  ['user.public_metadata', 'UserPublicMetadata', 'publicMetadata'],
  ['user.unsafe_metadata', 'UserUnsafeMetadata', 'unsafeMetadata'],
  ['user.private_metadata', 'UserPrivateMetadata', 'privateMetadata'],
];

/** Members of a metadata interface: optional, since a user for whom nothing was written yet has none of them. */
function metadataInterface(members: readonly ClaimTypeMember[], name: string, property: string): string[] {
  return [
    '',
    `  /** \`${property}\` of a user, by the declared schema; nobody has to have all of it. */`,
    `  interface ${name} {`,
    ...members.map((member) => `    ${memberName(member.name)}?: ${typeText(member.type)};`),
    '  }',
  ];
}

/** The lines of the global interfaces that the published SDKs read, inside `declare global`. */
export function globalInterfaceLines(options: InferOptions, wanted: GlobalInterfaces): string[] {
  const lines: string[] = [];
  for (const [path, name, property] of wanted.metadata === false ? [] : METADATA_INTERFACES) {
    const type = metadataTypeOf(path, options);
    if (type?.kind === 'object') lines.push(...metadataInterface(type.members, name, property));
  }
  const { roleKeys = [], permissionKeys = [] } = options;
  if (wanted.authorization === false || roleKeys.length === 0) return lines;
  return [
    ...lines,
    '',
    '  /** The roles and permissions there are: `has()` compiles with no other. */',
    '  interface ClerkAuthorization {',
    `    role: ${unionText(roleKeys)};`,
    `    permission: ${unionText([...systemPermissions, ...permissionKeys])};`,
    '  }',
  ];
}
