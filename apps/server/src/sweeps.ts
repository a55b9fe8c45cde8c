import type { Dependencies } from './dependencies.ts';
import { sweepClients } from './features/clients/index.ts';
import { sweepHandshakes } from './features/handshakes/index.ts';
import { sweepOldMail } from './features/mail/index.ts';
import { sweepSessions } from './features/sessions/index.ts';
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
    { name: 'sessions', run: () => sweepSessions(dependencies) },
    { name: 'testing tokens', run: () => sweepTestingTokens(dependencies) },
    { name: 'tickets', run: () => sweepExpiredTickets(queries, clock.now()) },
    { name: 'verifications', run: () => sweepExpiredVerifications(queries, clock.now()) },
  ];
}
