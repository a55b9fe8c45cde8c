import type { FastifyInstance } from 'fastify';
import { addAnswerHeaders } from './answer-headers.ts';
import type { ApiInstance } from './api-instance.ts';
import { addBodyParsers } from './body-parsers.ts';
import { internalPrefixes } from './choose-api.ts';
import { addNotFound } from './not-found.ts';
import { addRequestValidation, type UnknownParameters } from './request-validation.ts';

export interface ApiOptions {
  /** As its users call it, e.g. "Backend API". */
  readonly name: string;
  readonly prefix: keyof typeof internalPrefixes;
  readonly form: boolean;
  readonly unknown: UnknownParameters;
  readonly bodyLimitBytes: number;
}

/** One encapsulated plugin per API, with its own parsers, validation, hooks and 404; `register` adds the routes. */
export async function mountApi(
  app: FastifyInstance,
  options: ApiOptions,
  register: (api: ApiInstance) => void | Promise<void>,
): Promise<void> {
  const prefix = internalPrefixes[options.prefix];
  await app.register(
    async (plugin) => {
      const api = plugin as unknown as ApiInstance;
      api.addHook('onRoute', (route) => {
        route.bodyLimit ??= options.bodyLimitBytes;
      });
      addAnswerHeaders(api);
      addBodyParsers(api, options);
      addRequestValidation(api, options.unknown);
      addNotFound(api, options.name, prefix);
      await register(api);
    },
    { prefix },
  );
}
