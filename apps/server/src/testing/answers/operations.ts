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
    .filter((endpoint) => !findDescribed(api, endpoint.method, endpoint.path))
    .map(({ method, path }) => ({
      api,
      method,
      path: path.replaceAll(/:(\w+)/g, '{$1}'),
      described: null,
      pointer: '',
    }));
}

/** Whether the server has a route for it. */
export function isServed(operation: Operation): boolean {
  const wanted = shapeOf(operation.path);
  return endpointsOf(operation.api).some(
    ({ method, path }) => method === operation.method && shapeOf(path) === wanted,
  );
}

/** The operation that a request was for, or null. A literal segment wins over a parameter. */
export function findOperation(api: DescribedApi, method: string, path: string): Operation | null {
  return (
    findDescribed(api, method, path) ??
    operationsOfOurOwn(api).find((each) => each.method === method && matches(each.path, path)) ??
    null
  );
}

function findDescribed(api: DescribedApi, method: string, path: string): Operation | undefined {
  return describedOperations(api)
    .filter((each) => each.method === method && matches(each.path, path))
    .sort((one, other) => parametersIn(one.path) - parametersIn(other.path))[0];
}

const endpointsOf = (api: DescribedApi): readonly Endpoint[] =>
  api === 'backend' ? backendEndpoints : frontendEndpoints;
const colons = (path: string) => path.replaceAll(/\{(\w+)\}/g, ':$1');
const matches = (pattern: string, path: string) => matchesPath(colons(pattern), path);
const shapeOf = (path: string) => colons(path).replaceAll(/:\w+/g, ':');
const parametersIn = (path: string) => path.split('{').length;
