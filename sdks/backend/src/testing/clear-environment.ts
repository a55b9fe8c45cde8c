import { vi } from 'vitest';

/** Tests see none of the variables that the shell around them may hold; `vi.unstubAllEnvs()` brings them back. */
export function clearEnvironment(): void {
  for (const name of Object.keys(process.env))
    if (/^(NEXT_PUBLIC_)?(BARTLEBY|CLERK)_/.test(name)) vi.stubEnv(name, undefined);
}
