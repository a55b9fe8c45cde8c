import type { onRequestAsyncHookHandler } from 'fastify';
import type { Dependencies } from '../../dependencies.ts';
import { Refusal } from '../../runtime/refusal.ts';
import { bearerOf, getInstanceOfApplication } from '../instances/index.ts';
import { type Operator, ownsApplication, ownsServer } from './operator.ts';
import { verifyOperator } from './verify-operator.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who calls: set on Platform requests before any handler runs. */
    operator: Operator;
  }
  interface FastifyContextConfig {
    /** `any`: every operator may call it; else the route's application, or the whole server, must be theirs. */
    operator?: 'any';
  }
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
    const mayCall =
      applicationId === undefined ? ownsServer(operator) : ownsApplication(operator, applicationId);
    if (!mayCall) throw new Refusal('not_allowed_access');
    if (applicationId === undefined || environmentOrId === undefined) return;
    request.instance = await getInstanceOfApplication(dependencies, { applicationId, environmentOrId });
  };
}
