import { Complaint } from './complaint.ts';
import { readCliConfig } from './config.ts';
import { readDevelopmentKeys } from './development-keys.ts';
import type { InstanceFlags, ServerFlags } from './server-options.ts';

/** A connection to the Platform API of a running server. */
export interface PlatformClient {
  serverUrl: string;
  /** GET, or POST when there is a body. Resolves to the JSON answer; a refusal becomes a `Complaint`. */
  call<T>(path: string, body?: unknown, headers?: Readonly<Record<string, string>>): Promise<T>;
  /** PATCH, or as it is said; otherwise as `call`. Checks of all users may take minutes. */
  change<T>(
    path: string,
    body: unknown,
    headers: Readonly<Record<string, string>>,
    method?: 'PATCH' | 'POST',
  ): Promise<T>;
  /** DELETE; otherwise as `call`. */
  remove<T>(path: string, headers?: Readonly<Record<string, string>>): Promise<T>;
  /** One request with a JSON text, or none, as its body; resolves to whatever answer comes. */
  send(path: string, request: PlatformRequest): Promise<Response>;
}

export interface PlatformRequest {
  method: string;
  body?: string;
  headers?: Readonly<Record<string, string>>;
  timeoutMs: number;
}

/** No server answers there now, or it cannot now. */
export class ServerUnreachable extends Complaint {}

/** An entry of the server's error envelope. */
export interface RefusedProblem {
  readonly message?: string;
  readonly long_message?: string;
  readonly code?: string;
  readonly meta?: Readonly<Record<string, unknown>>;
}

/** What the server refused, with the entries of its error envelope. */
export class Refused extends Complaint {
  constructor(
    message: string,
    readonly problems: readonly RefusedProblem[],
  ) {
    super(message);
    this.name = 'Refused';
  }

  get codes(): readonly string[] {
    return this.problems.flatMap(({ code }) => code ?? []);
  }
}

interface ErrorAnswer {
  errors?: RefusedProblem[];
}

/** Connects with `BARTLEBY_PLATFORM_KEY`, or with the key that `bartleby dev` keeps in the data folder. */
export function connectToPlatform(flags: ServerFlags): PlatformClient {
  const config = readCliConfig(flags);
  const kept = readDevelopmentKeys(config.dataDir);
  const serverUrl = flags.url === undefined && kept.url ? kept.url : config.serverUrl;
  const key = config.platformKey ?? kept.platformKey;
  if (!key)
    throw new Complaint(
      `No platform key: set BARTLEBY_PLATFORM_KEY, or run this where \`bartleby dev\` has run (looked in ${config.dataDir}).`,
    );
  const send: PlatformClient['send'] = (path, { method, body, headers, timeoutMs }) =>
    fetch(`${serverUrl}/v1/platform${path}`, {
      method,
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body }),
      signal: AbortSignal.timeout(timeoutMs),
    });
  return {
    serverUrl,
    send,
    call: (path, body, headers) =>
      callPlatform({ serverUrl, send }, path, {
        method: body === undefined ? 'GET' : 'POST',
        body,
        headers,
        timeoutMs: 15_000,
      }),
    change: (path, body, headers, method = 'PATCH') =>
      callPlatform({ serverUrl, send }, path, { method, body, headers, timeoutMs: 600_000 }),
    remove: (path, headers) =>
      callPlatform({ serverUrl, send }, path, {
        method: 'DELETE',
        body: undefined,
        headers,
        timeoutMs: 15_000,
      }),
  };
}

async function callPlatform<T>(
  { serverUrl, send }: Pick<PlatformClient, 'serverUrl' | 'send'>,
  path: string,
  request: {
    method: string;
    body: unknown;
    headers: Readonly<Record<string, string>> | undefined;
    timeoutMs: number;
  },
): Promise<T> {
  const { method, body, headers = {}, timeoutMs } = request;
  let response: Response;
  try {
    response = await send(path, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      headers,
      timeoutMs,
    });
  } catch {
    throw new ServerUnreachable(
      `No Bartleby server answers at ${serverUrl}: start it with \`bartleby dev\`, or name it with --url.`,
    );
  }
  const answer = (await response.json().catch(() => ({}))) as T & ErrorAnswer;
  if (response.ok) return answer;
  const reasons = answer.errors?.map(({ long_message, message, code }) => long_message ?? message ?? code);
  const text = reasons?.join('\n') || `The server answered ${response.status} to ${path}.`;
  if (response.status >= 500) throw new ServerUnreachable(text);
  throw new Refused(text, answer.errors ?? []);
}

/** Who has no role sees no application: throws Complaint that says so, instead of that there is none. */
async function requireRole(client: PlatformClient): Promise<void> {
  const { roles } = await client.call<{ roles: readonly unknown[] }>('/me');
  if (roles.length === 0)
    throw new Complaint('You have no role here: ask an owner of this server to give you one.');
}

/** The application and instance a command works on; the only ones there are, unless flags say otherwise. */
export async function findInstance(
  client: PlatformClient,
  { app, instance }: InstanceFlags,
): Promise<{ applicationId: string; instanceId: string; path: string; publishableKey: string }> {
  const applications =
    await client.call<
      {
        application_id: string;
        name: string;
        instances: { instance_id: string; environment_type: string; publishable_key: string }[];
      }[]
    >('/applications');
  const application = app
    ? applications.find(({ application_id, name }) => application_id === app || name === app)
    : applications[0];
  if (!application) {
    await requireRole(client);
    throw new Complaint(
      app
        ? `There is no application "${app}"; there are: ${applications.map(({ name }) => name).join(', ') || 'none'}.`
        : 'The server has no application yet.',
    );
  }
  const found = instance
    ? application.instances.find(
        (each) => each.instance_id === instance || each.environment_type === instance,
      )
    : application.instances[0];
  if (!found)
    throw new Complaint(
      `${application.name} has no instance "${instance ?? ''}"; it has: ${application.instances
        .map(({ instance_id, environment_type }) => `${environment_type} (${instance_id})`)
        .join(', ')}.`,
    );
  return {
    applicationId: application.application_id,
    instanceId: found.instance_id,
    publishableKey: found.publishable_key,
    path: `/applications/${application.application_id}/instances/${found.instance_id}`,
  };
}

/** Connects, and finds the instance: what a command begins with that works on one. */
export async function connectToInstance(
  flags: InstanceFlags,
): Promise<{ client: PlatformClient; path: string }> {
  const client = connectToPlatform(flags);
  const { path } = await findInstance(client, flags);
  return { client, path };
}
