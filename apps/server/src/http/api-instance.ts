import type { TypeBoxTypeProvider } from '@fastify/type-provider-typebox';
import type {
  FastifyBaseLogger,
  FastifyInstance,
  FastifyRequest,
  RawReplyDefaultExpression,
  RawRequestDefaultExpression,
  RawServerDefault,
} from 'fastify';
import type { Dependencies } from '../dependencies.ts';

/** The Fastify instance that a feature registers its routes on: schemas are TypeBox, types follow them. */
export type ApiInstance = FastifyInstance<
  RawServerDefault,
  RawRequestDefaultExpression,
  RawReplyDefaultExpression,
  FastifyBaseLogger,
  TypeBoxTypeProvider
>;

/** What routes of the Backend and Platform API are given. */
export interface ApiContext {
  readonly dependencies: Dependencies;
}

/** What routes of the Frontend API are given besides. */
export interface FrontendApiContext extends ApiContext {
  readonly respond: {
    /** `{ response, client }`: the resource and the whole Client after this request (frontend-api.md 1.5). */
    withClient(request: FastifyRequest, resource: unknown): Promise<{ response: unknown; client: unknown }>;
  };
}
