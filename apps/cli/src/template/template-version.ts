import { Complaint } from '../complaint.ts';
import type { PlatformClient } from '../platform-client.ts';

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

/** The newest version. Throws Complaint when nothing was ever saved. */
export async function activeVersion(client: PlatformClient, path: string): Promise<TemplateVersion> {
  const { data } = await client.call<{ data: TemplateVersion[] }>(`${path}/session_token/versions?limit=1`);
  const [active] = data;
  if (!active) throw new Complaint('No template was saved yet: tokens carry the default claims only.');
  return active;
}
