import { type JwtTemplateResource as JwtTemplate, maxJwtTemplates } from '@bartleby/api-contract';
import { Complaint } from '../complaint.ts';
import { CONFLICT } from '../exit-codes.ts';
import { type PlatformClient, Refused } from '../platform-client.ts';
import { printable } from '../printable-text.ts';

export async function allTemplates(client: PlatformClient, path: string): Promise<JwtTemplate[]> {
  return (await client.call<{ data: JwtTemplate[] }>(`${path}/jwt_templates?limit=${maxJwtTemplates}`)).data;
}

/** The template of this name or id. Throws Complaint when there is none. */
export async function templateCalled(
  client: PlatformClient,
  path: string,
  called: string,
): Promise<JwtTemplate> {
  const all = await allTemplates(client, path);
  const found = all.find(({ name }) => name === called) ?? all.find(({ id }) => id === called);
  if (found) return found;
  const names = all.map(({ name }) => name).join(', ') || 'none';
  throw new Complaint(`There is no JWT template "${printable(called)}"; there are: ${names}.`);
}

/** Runs what changes a template as it was read. Throws Complaint, exit code 3, when somebody has saved it since. */
export async function unlessSavedMeanwhile<T>(
  { name, version }: Pick<JwtTemplate, 'name' | 'version'>,
  change: () => Promise<T>,
): Promise<T> {
  try {
    return await change();
  } catch (error) {
    if (!(error instanceof Refused && error.codes.includes('config_conflict'))) throw error;
    throw savedMeanwhile(name, version);
  }
}

export const savedMeanwhile = (name: string, version: number) =>
  new Complaint(
    `Somebody saved ${name} since version ${version}: nothing was changed. \`bartleby jwt-templates show ${name}\` prints its claims as they are now.`,
    CONFLICT,
  );
