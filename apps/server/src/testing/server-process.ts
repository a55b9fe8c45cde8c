import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessIdentity } from '../database/embedded/process-identity.ts';
import { type NodeProcess, runProgram } from './node-process.ts';

/** A server running as a process of its own on the embedded database, called over real HTTP. */
export interface ServerProcess extends NodeProcess {
  url: string;
  /** The Backend API with the first instance's secret key. */
  backend(method: string, path: string, body?: object): Promise<Response>;
  /** The Frontend API as a page of the app on port 3000 calls it. */
  frontend(path: string, form: Record<string, string>, cookie?: string): Promise<Response>;
}

/** Rejects with the server's log when it ends before it is ready. */
export async function startServerProcess(
  folder: string,
  onStarted: (program: NodeProcess) => void,
): Promise<ServerProcess> {
  const program = runServerProcess(folder);
  onStarted(program);
  const line = await program.line((candidate) => candidate.startsWith('{'));
  const { url, secretKey } = JSON.parse(line) as { url: string; secretKey: string };
  return {
    ...program,
    url,
    backend: (method, path, body) =>
      fetch(url + path, {
        method,
        headers: {
          authorization: `Bearer ${secretKey}`,
          ...(body && { 'content-type': 'application/json' }),
        },
        ...(body && { body: JSON.stringify(body) }),
      }),
    frontend: (path, form, cookie) =>
      fetch(`${url}/i/app${path}`, {
        method: 'POST',
        headers: { origin: 'http://localhost:3000', ...(cookie && { cookie }) },
        body: new URLSearchParams(form),
      }),
  };
}

/** The process alone, which may well refuse to start. */
export function runServerProcess(folder: string): NodeProcess {
  return runProgram('main.ts', [], { BARTLEBY_DATA_DIR: folder, BARTLEBY_READY_JSON: '1', PORT: '0' });
}

/** The embedded database's engine, as the folder's lock names it. */
export function engineOf(folder: string): ProcessIdentity {
  return JSON.parse(readFileSync(join(folder, 'lock'), 'utf8')).engine;
}
