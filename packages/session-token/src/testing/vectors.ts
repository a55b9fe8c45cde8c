import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const folder = join(import.meta.dirname, '../../../../conformance/vectors/session-token');

/** A vector file of conformance/vectors/session-token, parsed. The caller names its shape. */
export const readVectors = <T>(path: string): T => JSON.parse(readFileSync(join(folder, path), 'utf8')) as T;

export interface WycheproofGroup {
  comment: string;
  public?: Record<string, unknown>;
  private: Record<string, unknown>;
  tests: { tcId: number; comment: string; jws: string | object; result: 'valid' | 'invalid' }[];
}

export const readJwsGroups = () =>
  readVectors<{ numberOfTests: number; testGroups: WycheproofGroup[] }>(
    'wycheproof/json_web_signature_test.json',
  );
