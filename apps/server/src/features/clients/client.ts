/** A browser as the server knows it: the holder of the client cookie's secret. It may hold several sessions. */
export interface Client {
  readonly instanceId: string;
  readonly id: string;
  readonly lastActiveSessionId: string | null;
  readonly lastAuthenticationStrategy: string | null;
  readonly createdAt: Date;
  readonly updatedAt: Date;
}

/**
 * The value of `__client_uat` while somebody is signed in: whole seconds, rounded down, so that no session
 * token issued afterwards is older than it (frontend contract, rule 9).
 */
export function clientUpdatedAtSeconds(client: Pick<Client, 'updatedAt'>): number {
  return Math.floor(client.updatedAt.getTime() / 1000);
}
