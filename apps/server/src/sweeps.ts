import type { Dependencies } from './dependencies.ts';
import { sweepClients } from './features/clients/index.ts';
import { serverActor } from './features/events/index.ts';
import { sweepHandshakes } from './features/handshakes/index.ts';
import { listInstances } from './features/instances/index.ts';
import { sweepOldMail } from './features/mail/index.ts';
import { sweepOAuthAttempts } from './features/oauth-attempts/index.ts';
import { sweepSessions } from './features/sessions/index.ts';
import { sweepExpiredSignIns } from './features/sign-ins/index.ts';
import { sweepExpiredSignUps } from './features/sign-ups/index.ts';
import { retireEndedKeys } from './features/signing-keys/index.ts';
import { sweepTestingTokens } from './features/testing-tokens/index.ts';
import { sweepExpiredTickets } from './features/tickets/index.ts';
import { sweepExpiredVerifications } from './features/verifications/index.ts';
import type { Sweep } from './runtime/sweeper.ts';

/** What each feature removes when it has expired. A feature with expiring rows adds its line here. */
export function listSweeps(dependencies: Dependencies): Sweep[] {
  const { clock, database } = dependencies;
  const { queries } = database;
  return [
    { name: 'clients', run: () => sweepClients(dependencies) },
    { name: 'handshakes', run: () => sweepHandshakes(dependencies) },
    { name: 'mail', run: () => sweepOldMail(queries, clock.now()) },
    { name: 'visits at providers', run: () => sweepOAuthAttempts(queries, clock.now()) },
    { name: 'sessions', run: () => sweepSessions(dependencies) },
    { name: 'testing tokens', run: () => sweepTestingTokens(dependencies) },
    { name: 'sign-ins', run: () => sweepExpiredSignIns(queries, clock.now()) },
    { name: 'sign-ups', run: () => sweepExpiredSignUps(queries, clock.now()) },
    { name: 'signing keys', run: () => retireKeys(dependencies) },
    { name: 'tickets', run: () => sweepExpiredTickets(queries, clock.now()) },
    { name: 'verifications', run: () => sweepExpiredVerifications(queries, clock.now()) },
  ];
}

async function retireKeys(dependencies: Dependencies): Promise<number> {
  let count = 0;
  for (const { id } of await listInstances(dependencies))
    count += await retireEndedKeys(dependencies, { instanceId: id, actor: serverActor });
  return count;
}
