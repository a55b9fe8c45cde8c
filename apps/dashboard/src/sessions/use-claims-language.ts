import { checkTemplate } from '@bartleby/claims-template';
import { useMemo } from 'react';
import { useInstance } from '../platform/instance-context.tsx';
import { type InstanceConfig, schemasByPath } from '../platform/resources.ts';
import { useLoad } from '../platform/use-load.ts';

/** How the session token's claims are checked and completed in this instance: by its metadata schemas and its users. */
export function useClaimsLanguage(config: InstanceConfig) {
  const { platform } = useInstance();
  const { value } = useLoad('seen metadata paths', platform.seenMetadataPaths);
  return useMemo(() => {
    const known = {
      metadataSchemas: schemasByPath(config),
      ...(value?.paths && { seenMetadataPaths: value.paths }),
    };
    return { known, check: (source: string) => checkTemplate(source, known) };
  }, [config, value]);
}
