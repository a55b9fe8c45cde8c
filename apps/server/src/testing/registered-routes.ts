import type { FastifyInstance } from 'fastify';

/** `METHOD path` of every route below the prefix, sorted; read from Fastify's own drawing of its tree (four columns per level). */
export function registeredRoutes(app: FastifyInstance, prefix: string): string[] {
  const above: string[] = [];
  const routes = app
    .printRoutes({ commonPrefix: false })
    .split('\n')
    .flatMap((line) => {
      const [, indent = '', segment = '', methods = ''] = /^(.*?)[├└]── (\S+) \((.*)\)$/.exec(line) ?? [];
      const level = indent.length / 4;
      above.splice(level);
      above[level] = segment;
      const path = above.join('');
      return methods.split(', ').map((method) => ({ method, path }));
    });
  return routes
    .filter(({ method, path }) => path.startsWith(`${prefix}/`) && method !== 'HEAD' && method !== '')
    .map(({ method, path }) => `${method} ${path.slice(prefix.length)}`)
    .sort();
}
