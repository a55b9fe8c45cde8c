import type { Queries } from '../../database/database.ts';
import type { Dependencies } from '../../dependencies.ts';
import { type IssuedClient, rotateClientSecret, updateClient } from '../clients/index.ts';
import { recordEvent } from '../events/index.ts';
import type { Instance } from '../instances/index.ts';
import { KEPT_AFTER_EXPIRY_SECONDS, type Session, type SessionActor } from './session.ts';
import { insertSession, updateStatusOfClientSessions } from './session-store.ts';

export interface SessionInput {
  readonly instance: Pick<Instance, 'id' | 'settings'>;
  readonly userId: string;
  /** Null when nobody proved anything: a session made by a backend. */
  readonly firstFactorVerifiedAt: Date | null;
  readonly secondFactorVerifiedAt?: Date | null;
  /** Origin of the page that signs in. */
  readonly origin: string | null;
  readonly userAgent?: string | null;
  readonly ipAddress?: string | null;
  /** Who impersonates the user. */
  readonly actor?: SessionActor | null;
  /** The session ends so long after the sign-in, if the instance does not end it before. */
  readonly maxSeconds?: number;
}

/** A session of which nothing is stored yet; make it before the transaction that stores it. */
export function newSession(
  { clock, random }: Pick<Dependencies, 'clock' | 'random'>,
  input: SessionInput & { clientId: string | null },
): Session {
  const now = clock.now();
  const { sessionLifetimeSeconds, sessionInactivitySeconds } = input.instance.settings;
  const lifetimeSeconds = Math.min(sessionLifetimeSeconds, input.maxSeconds ?? sessionLifetimeSeconds);
  const later = (seconds: number) => new Date(now.getTime() + seconds * 1000);
  return {
    instanceId: input.instance.id,
    id: random.id('sess'),
    clientId: input.clientId,
    userId: input.userId,
    status: 'active',
    actor: input.actor ?? null,
    firstFactorVerifiedAt: input.firstFactorVerifiedAt,
    secondFactorVerifiedAt: input.secondFactorVerifiedAt ?? null,
    origin: input.origin,
    userAgent: input.userAgent?.slice(0, 512) ?? null,
    ipAddress: input.ipAddress ?? null,
    lastActiveAt: now,
    inactivitySeconds: sessionInactivitySeconds || null,
    expireAt: later(lifetimeSeconds),
    abandonAt: later(lifetimeSeconds + KEPT_AFTER_EXPIRY_SECONDS),
    createdAt: now,
    updatedAt: now,
  };
}

/** What a completed sign-in will store: made outside the transaction, so that inside only statements run. */
export interface PreparedSession {
  readonly session: Session;
  readonly clientId: string;
  readonly clientSecret: string;
  /** How the user proved who they are, such as `password`: shown as last used. */
  readonly strategy: string;
  /** Whether it takes the place of the sessions that the browser had. */
  readonly replacesOthers: boolean;
}

/** Makes session id and new client secret for a browser that completes a sign-in or sign-up. */
export function prepareSession(
  dependencies: Pick<Dependencies, 'clock' | 'random'>,
  input: SessionInput & { clientId: string; strategy: string },
): PreparedSession {
  return {
    session: newSession(dependencies, input),
    clientId: input.clientId,
    clientSecret: dependencies.random.secret(),
    strategy: input.strategy,
    replacesOthers: input.instance.settings.singleSessionMode,
  };
}

/**
 * Signs a browser in, in the caller's transaction: stores the session, ends the one before (where a browser
 * holds one), and gives the client a new secret, so that whoever knew the old one is left outside. Send the
 * returned client's secret with `rememberClient`.
 * @throws Refusal `authentication_invalid` when the client was destroyed meanwhile.
 */
export async function startSessionIn(queries: Queries, prepared: PreparedSession): Promise<IssuedClient> {
  const { session, clientId, clientSecret, strategy, replacesOthers } = prepared;
  const { instanceId, createdAt: now } = session;
  const issued = await rotateClientSecret(queries, { instanceId, clientId, secret: clientSecret, now });
  if (replacesOthers)
    await updateStatusOfClientSessions(queries, instanceId, clientId, { status: 'replaced', now });
  await insertSession(queries, session);
  await updateClient(queries, instanceId, clientId, {
    now,
    lastActiveSessionId: session.id,
    lastAuthenticationStrategy: strategy,
  });
  await recordEvent(queries, instanceId, {
    type: 'session.created',
    actor: { type: 'user', id: session.userId },
    data: {
      session_id: session.id,
      user_id: session.userId,
      client_id: clientId,
      ...(session.actor && { impersonated_by: session.actor.sub }),
    },
  });
  const client = { ...issued.client, lastActiveSessionId: session.id, lastAuthenticationStrategy: strategy };
  return { client, secret: clientSecret };
}
