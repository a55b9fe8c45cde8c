import { Complaint } from '../complaint.ts';
import { connectToPlatform, findInstance, type PlatformClient } from '../platform-client.ts';
import { printable } from '../printable-text.ts';
import type { InstanceFlags } from '../server-options.ts';

/** A version as the Platform API shows it. Times are epoch milliseconds. */
export interface TemplateVersion {
  version: number;
  source: string;
  tests: unknown[];
  author: { id: string; name: string | null } | null;
  message: string | null;
  created_at: number;
  active: boolean;
}

/** The instance whose template it is: a client, and the path of everything about its session token. */
export async function templateInstance(
  flags: InstanceFlags,
): Promise<{ client: PlatformClient; path: string }> {
  const client = connectToPlatform(flags);
  const { path } = await findInstance(client, flags);
  return { client, path };
}

/** The newest version. Throws Complaint when nothing was ever saved. */
export async function activeVersion(client: PlatformClient, path: string): Promise<TemplateVersion> {
  const { data } = await client.call<{ data: TemplateVersion[] }>(`${path}/session_token/versions?limit=1`);
  const [active] = data;
  if (!active) throw new Complaint('No template was saved yet: tokens carry the default claims only.');
  return active;
}

/** `3`, `v3`. Throws Complaint for what is no version. */
export function versionNumber(text: string): number {
  const version = /^v?([1-9]\d{0,14})$/.exec(text)?.[1];
  if (version === undefined)
    throw new Complaint(`"${printable(text)}" is no version: \`bartleby template versions\` lists them.`);
  return Number(version);
}
