import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
// Not by the harness: the rest of it needs a condition of exports that a global setup is loaded without.
import { freePort } from '@bartleby/e2e/free-ports';
import type { TestProject } from 'vitest/node';

/** Once per run: a folder for built apps, and the port whose server they are built for. */
export default async function setUp(project: TestProject): Promise<() => void> {
  const folder = mkdtempSync(join(tmpdir(), 'bartleby-built-apps-'));
  project.provide('builtApps', { folder, serverPort: await freePort() });
  return () => rmSync(folder, { recursive: true, force: true });
}
