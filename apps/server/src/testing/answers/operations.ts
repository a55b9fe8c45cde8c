import { backendEndpoints, type Endpoint, frontendEndpoints, matchesPath } from '@bartleby/api-contract';
import { type DescribedApi, type DescribedMethod, publishedDescription } from './published-descriptions.ts';

/** An operation of a published description, or one that only this server has. */
export interface Operation {
  readonly api: DescribedApi;
  readonly method: string;
  /** With `/v1`; `{name}` stands for any one segment. */
  readonly path: string;
  /** Null when no description has it. */
  readonly described: DescribedMethod | null;
  /** Where the description keeps it, as a JSON pointer. */
  readonly pointer: string;
}

const METHODS = ['get', 'post', 'put', 'patch', 'delete'];
const known = new Map<DescribedApi, readonly Operation[]>();

/** `backend GET /v1/users/{user_id}`: how an operation is named in files and tables. */
export const nameOf = ({ api, method, path }: Operation) => `${api} ${method} ${path}`;

/** Every operation that the API's description has, sorted by path. */
export function describedOperations(api: DescribedApi): readonly Operation[] {
  const before = known.get(api);
  if (before) return before;
  const operations = Object.entries(publishedDescription(api).paths).flatMap(([path, methods]) =>
    METHODS.filter((method) => methods[method]).map((method) => ({
      api,
      method: method.toUpperCase(),
      // The Backend API's description has `/v1` in its server's URL.
      path: api === 'backend' ? `/v1${path}` : path,
      described: methods[method]!,
      pointer: `/paths/${path.replaceAll('~', '~0').replaceAll('/', '~1')}/${method}`,
    })),
  );
  known.set(api, operations);
  return operations;
}

/** The server's operations that the API's description does not have. */
export function operationsOfOurOwn(api: DescribedApi): readonly Operation[] {
  return endpointsOf(api)
    .filter((endpoint) => !findSame(api, endpoint))
    .map((endpoint) => ownOperation(api, endpoint));
}

/** Whether the server has a route for it. */
export function isServed(operation: Operation): boolean {
  const wanted = shapeOf(operation.path);
  return endpointsOf(operation.api).some(
    ({ method, path }) => method === operation.method && shapeOf(path) === wanted,
  );
}

/**
 * The operation that a request was for, or null. The server's own routes go first: what it serves under a literal
 * name is not the description's operation with a parameter there.
 */
export function findOperation(api: DescribedApi, method: string, path: string): Operation | null {
  const served = fewestParameters(
    endpointsOf(api).filter((each) => each.method === method && matchesPath(each.path, path)),
  );
  if (!served) return findDescribed(api, method, path) ?? null;
  return findSame(api, served) ?? ownOperation(api, served);
}

function findDescribed(api: DescribedApi, method: string, path: string): Operation | undefined {
  return fewestParameters(
    describedOperations(api).filter((each) => each.method === method && matchesPath(colons(each.path), path)),
  );
}

function findSame(api: DescribedApi, endpoint: Endpoint): Operation | undefined {
  return describedOperations(api).find(
    ({ method, path }) => method === endpoint.method && shapeOf(path) === shapeOf(endpoint.path),
  );
}

function fewestParameters<T extends { readonly path: string }>(list: readonly T[]): T | undefined {
  const parameters = ({ path }: T) => path.split(/[{:]/).length;
  return [...list].sort((one, other) => parameters(one) - parameters(other))[0];
}

function ownOperation(api: DescribedApi, { method, path }: Endpoint): Operation {
  return { api, method, path: path.replaceAll(/:(\w+)/g, '{$1}'), described: null, pointer: '' };
}

const endpointsOf = (api: DescribedApi): readonly Endpoint[] =>
  api === 'backend' ? backendEndpoints : frontendEndpoints;
const colons = (path: string) => path.replaceAll(/\{(\w+)\}/g, ':$1');
const shapeOf = (path: string) => colons(path).replaceAll(/:\w+/g, ':');
