import { createHash } from 'node:crypto';
import type { TypeSourcesResource } from '@bartleby/api-contract';
import {
  type ClaimType,
  compileTemplate,
  type GlobalInterfaces,
  type InferOptions,
  inferClaimTypes,
  type JsonObject,
  renderTypeScript,
  typeText,
} from '@bartleby/claims-template';
import { Complaint } from '../complaint.ts';

function compiled(source: string) {
  const result = compileTemplate(source, { mode: 'stored' });
  if (result.ok) return result.template;
  const messages = result.diagnostics.map(({ message }) => message).join(' ');
  throw new Complaint(`The active template does not compile: ${messages}`);
}

function inferOptions({ metadata_schemas: schemas, roles, permissions }: TypeSourcesResource): InferOptions {
  const declared = {
    'user.public_metadata': schemas.public,
    'user.unsafe_metadata': schemas.unsafe,
    'user.private_metadata': schemas.private,
  };
  const given = Object.entries(declared).filter(([, schema]) => schema !== null);
  const metadataSchemas = Object.fromEntries(given) as Record<string, JsonObject>;
  return { metadataSchemas, roleKeys: roles, permissionKeys: permissions };
}

/** The declaration file: the same sources give the same text. Throws Complaint for a template that does not compile. */
export function typesText(sources: TypeSourcesResource, globals: GlobalInterfaces): string {
  const templateHash = createHash('sha256').update(sources.claims_source).digest('hex').slice(0, 12);
  return renderTypeScript(compiled(sources.claims_source), {
    ...inferOptions(sources),
    templateHash,
    version: sources.version,
    globals,
  });
}

/** What differs for somebody who reads the types, in one line; null when nothing does. */
export function typesDifference(before: TypeSourcesResource, after: TypeSourcesResource): string | null {
  const [old, now] = [claimTexts(before), claimTexts(after)];
  const parts = [
    ...[...now].filter(([name]) => !old.has(name)).map(([name, type]) => `added ${name}: ${type}`),
    ...[...old.keys()].filter((name) => !now.has(name)).map((name) => `removed ${name}`),
    ...[...now]
      .filter(([name, type]) => old.has(name) && old.get(name) !== type)
      .map(([name, type]) => `${name}: ${old.get(name)} is now ${type}`),
  ];
  if (differ(before.metadata_schemas, after.metadata_schemas)) parts.push('metadata schemas changed');
  if (differ([before.roles, before.permissions], [after.roles, after.permissions]))
    parts.push('roles and permissions changed');
  return parts.length === 0 ? null : parts.join('; ');
}

const differ = (a: unknown, b: unknown): boolean => JSON.stringify(a) !== JSON.stringify(b);

function claimTexts(sources: TypeSourcesResource): Map<string, string> {
  const { members } = inferClaimTypes(compiled(sources.claims_source), inferOptions(sources));
  return new Map(members.map(({ name, type }: { name: string; type: ClaimType }) => [name, typeText(type)]));
}
