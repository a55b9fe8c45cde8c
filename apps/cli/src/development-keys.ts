import { readFileSync } from 'node:fs';
import { join } from 'node:path';

/** What `bartleby dev` keeps in `<data folder>/development-keys.json` so that every start can print it. */
export interface DevelopmentKeys {
  secretKey?: string;
  platformKey?: string;
  /** Where the development server was last reached. */
  url?: string;
}

/** The kept keys, or an empty object when there is no such file or it is no JSON object. */
export function readDevelopmentKeys(dataDir: string): DevelopmentKeys {
  try {
    const kept: unknown = JSON.parse(readFileSync(join(dataDir, 'development-keys.json'), 'utf8'));
    return typeof kept === 'object' && kept !== null ? (kept as DevelopmentKeys) : {};
  } catch {
    return {};
  }
}
