import type { FastifyInstance } from 'fastify';
import { configFileSchema } from './config-file-schema.ts';

/** `GET /schema/config.json`: what `$schema` of a configuration file names. For everybody: it holds no setting. */
export function registerConfigFileSchema(app: FastifyInstance): void {
  const text = JSON.stringify(configFileSchema(), null, 2);
  app.get('/schema/config.json', async (_request, reply) =>
    reply
      .header('access-control-allow-origin', '*')
      .header('cross-origin-resource-policy', 'cross-origin')
      .header('cache-control', 'public, max-age=3600')
      .type('application/json')
      .send(text),
  );
}
