import { backendEndpoints } from './backend-endpoints.ts';
import type { Endpoint } from './endpoint.ts';
import { frontendEndpoints } from './frontend-endpoints.ts';

/** True when the pattern's segments stand for the path's; one slash at the end does not count. */
export function matchesPath(pattern: string, path: string): boolean {
  const wanted = pattern.split('/');
  const given = path.endsWith('/') ? path.slice(0, -1).split('/') : path.split('/');
  return (
    wanted.length === given.length &&
    wanted.every((segment, index) =>
      segment.startsWith(':') ? given[index] !== '' : segment === given[index],
    )
  );
}

/** True for a path that the Backend API has and the Frontend API has not (DESIGN decision 3). */
export function isBackendOnlyPath(path: string): boolean {
  const matches = (endpoint: Endpoint) => matchesPath(endpoint.path, path);
  return backendEndpoints.some(matches) && !frontendEndpoints.some(matches);
}
