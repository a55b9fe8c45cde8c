import { checkTemplate, type JsonObject } from '@bartleby/claims-template';
import { Complaint } from '../complaint.ts';
import type { PlatformClient } from '../platform-client.ts';
import { printable } from '../printable-text.ts';
import { type ChangedValue, CLAIMS, type ConfigValues } from './config-values.ts';
import type { InstanceConfig } from './instance-config.ts';

/** What the claims of a file are checked with. */
interface CheckedFile {
  readonly client: PlatformClient;
  readonly server: InstanceConfig;
  readonly values: ConfigValues;
  readonly changes: readonly ChangedValue[];
}

/**
 * Checks the claims that the file changes, by the metadata schemas and the users of the instance; answers what is unwise
 * about them.
 * @throws Complaint for what could not be saved, with the place in the claims
 */
export async function checkClaims(
  name: string,
  { client, server, values, changes }: CheckedFile,
): Promise<string[]> {
  const claims = changes.find(({ pointer }) => pointer === CLAIMS);
  if (claims?.after == null) return [];
  const { paths } = await client.call<{ paths: readonly string[] | null }>(
    `${server.path}/session_token/seen_metadata_paths`,
  );
  const schema = (kind: string) => {
    const pointer = `/metadata_schemas/${kind}`;
    return JSON.parse(values.get(pointer) ?? server.values.get(pointer) ?? 'null') as JsonObject | null;
  };
  const [forPublic, unsafe] = [schema('public'), schema('unsafe')];
  const found = checkTemplate(claims.after, {
    seenMetadataPaths: paths ?? undefined,
    metadataSchemas: {
      ...(forPublic && { 'user.public_metadata': forPublic }),
      ...(unsafe && { 'user.unsafe_metadata': unsafe }),
    },
  }).map(({ severity, pointer, message, line, column }) => ({
    severity,
    text: printable(`${name}${CLAIMS}${pointer} (line ${line}, column ${column} of the claims): ${message}`),
  }));
  const errors = found.filter(({ severity }) => severity === 'error');
  if (errors.length > 0) throw new Complaint(errors.map(({ text }) => text).join('\n'));
  return found.filter(({ severity }) => severity === 'warning').map(({ text }) => `warning: ${text}`);
}
