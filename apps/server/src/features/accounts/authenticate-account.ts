import type { FastifyRequest } from 'fastify';
import { Type } from 'typebox';
import type { Dependencies } from '../../dependencies.ts';
import type { Instance } from '../instances/index.ts';
import { requireSession, type Session } from '../sessions/index.ts';

/** Which of the browser's sessions acts: sent by the published SDK with every `/me` call (frontend-api.md 1.1). */
export const SessionQuery = Type.Object({ _clerk_session_id: Type.Optional(Type.String({ maxLength: 64 })) });

/** The signed-in user's own account, as this request may touch it. */
export interface AccountHolder {
  readonly instance: Instance;
  readonly userId: string;
  readonly session: Session;
}

/** Throws Refusal authentication_invalid unless the browser is signed in. */
export async function authenticateAccount(
  dependencies: Dependencies,
  request: FastifyRequest & { query: { _clerk_session_id?: string } },
): Promise<AccountHolder> {
  const { client, instance, query } = request;
  const session = await requireSession(dependencies, { client, sessionId: query._clerk_session_id });
  return { instance, userId: session.userId, session };
}
