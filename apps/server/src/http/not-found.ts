import { matchesPath } from '@bartleby/api-contract';
import { Refusal } from '../runtime/refusal.ts';
import type { ApiInstance } from './api-instance.ts';
import { routingOf } from './routing.ts';

/**
 * 404 for paths that an API does not have, 405 with `Allow` for methods that a path does not take: read from
 * the routes that were registered. Call it before the routes, in the API's own encapsulated plugin.
 */
export function addNotFound(app: ApiInstance, apiName: string, prefix: string): void {
  const methodsByPath = new Map<string, Set<string>>();
  app.addHook('onRoute', (route) => {
    const path = route.url.startsWith(prefix) ? route.url.slice(prefix.length) : route.url;
    const methods = methodsByPath.get(path) ?? new Set<string>();
    for (const method of [route.method].flat()) methods.add(method);
    methodsByPath.set(path, methods);
  });
  app.setNotFoundHandler((request) => {
    const { path, method } = routingOf(request);
    const allowed = new Set<string>();
    for (const [pattern, methods] of methodsByPath)
      if (!pattern.includes('*') && matchesPath(pattern, path)) for (const name of methods) allowed.add(name);
    const shown = path.slice(0, 200);
    if (allowed.size > 0)
      throw new Refusal('method_not_allowed', { path: shown, method, allow: [...allowed].sort().join(', ') });
    throw new Refusal('route_not_found', { api: apiName, path: shown, method });
  });
}
