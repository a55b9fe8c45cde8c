import { viewerEndpoints } from '@bartleby/api-contract';
import type { FastifyRequest, onRequestAsyncHookHandler } from 'fastify';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { bearerOf, getInstanceOfApplication } from '../instances/index.ts';
import { type Operator, ownsApplication, ownsServer, seesApplication } from './operator.ts';
import { verifyOperator } from './verify-operator.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls: set on Platform requests before any handler runs. */
    operator: Operator;
    /** Whether the caller may change what the route is about. */
    isOwner: boolean;
  }
  interface FastifyContextConfig {
    /** `any`: every operator may call it; else the route's application, or the whole server, must be theirs. */
    operator?: 'any';
  }
}

const openToViewers = new Set(viewerEndpoints.map(({ method, path }) => `${method} ${path}`));
const PLATFORM = '/v1/platform';

/** Whether the route of this request is one that a viewer may call. */
function isOpenToViewers({ method, routeOptions: { url = '' } }: FastifyRequest): boolean {
  return openToViewers.has(`${method} ${url.slice(url.indexOf(PLATFORM))}`);
}

/**
 * Platform API: sets `request.operator` and `request.actor`, and `request.instance` for routes below an
 * instance. 401 without a valid credential, 403 without the right, 404 for what is not there.
 */
export function authenticateOperator(dependencies: Dependencies): onRequestAsyncHookHandler {
  return async (request) => {
    const operator = await verifyOperator(dependencies, bearerOf(request));
    request.operator = operator;
    request.actor = { type: operator.kind, id: operator.id };
    if (request.is404 || request.routeOptions.config.operator === 'any') return;
    const names = request.params as { application_id?: string; instance_id?: string };
    const { application_id: applicationId, instance_id: environmentOrId } = names;
    requireRight(operator, applicationId, request);
    request.isOwner = applicationId === undefined || ownsApplication(operator, applicationId);
    if (applicationId === undefined || environmentOrId === undefined) return;
    request.instance = await getInstanceOfApplication(dependencies, { applicationId, environmentOrId });
  };
}

/** Throws Refusal not_allowed_access, which says what to do; who sees nothing is not told what is there. */
function requireRight(operator: Operator, applicationId: string | undefined, request: FastifyRequest): void {
  const refuse = (long_message: string): never => {
    throw new Refusal('not_allowed_access', { long_message });
  };
  if (operator.roles.length === 0)
    refuse('You have no role here: ask an owner of this server to give you one.');
  if (applicationId === undefined) {
    if (!ownsServer(operator)) refuse('Only an owner of the whole server may do this: ask one.');
  } else if (!seesApplication(operator, applicationId)) {
    refuse('You have no role for this application: ask an owner of this server to give you one.');
  } else if (!ownsApplication(operator, applicationId) && !isOpenToViewers(request)) {
    const may = request.method === 'GET' ? 'may not read this' : 'may look, not change';
    refuse(`Your role ${may}: ask an owner.`);
  }
}
