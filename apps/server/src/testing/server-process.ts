import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ProcessIdentity } from '../database/embedded/process-identity.ts';
import { type NodeProcess, runProgram } from './node-process.ts';

/** A server running as a process of its own on the embedded database, called over real HTTP. */
export interface ServerProcess extends NodeProcess {
  url: string;
  /** The Platform API below the first application's instance. */
  onInstance(method: string, path: string, body?: object): Promise<Response>;
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
  const { url, secretKey, platformKey } = JSON.parse(line) as Record<string, string>;
  const send = (key: string | undefined, method: string, path: string, body?: object) =>
    fetch(url + path, {
      method,
      headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { body: JSON.stringify(body) }),
    });
  const pathOfInstance = async () => {
    const answer = await send(platformKey, 'GET', '/v1/platform/applications');
    const [application] = (await answer.json()) as {
      application_id: string;
      instances: { instance_id: string }[];
    }[];
    if (!application) throw new Error('there is no application');
    const { application_id: id, instances } = application;
    return `/v1/platform/applications/${id}/instances/${instances[0]?.instance_id}`;
  };
  return {
    ...program,
    url: url as string,
    onInstance: async (method, path, body) =>
      send(platformKey, method, (await pathOfInstance()) + path, body),
    backend: (method, path, body) => send(secretKey, method, path, body),
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
