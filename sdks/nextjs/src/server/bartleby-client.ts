import { type BartlebyClient, type BartlebyClientOptions, createBartlebyClient } from '@bartleby/backend';
import { serverSettings } from '../config.ts';

/** A client of the environment's instance; options win. */
export const createNextClient = (options: BartlebyClientOptions = {}): BartlebyClient =>
  createBartlebyClient({ userAgent: '@bartleby/nextjs', ...serverSettings(), ...options });

/** The Backend API, with the secret key of the environment. */
export async function bartlebyClient(): Promise<BartlebyClient> {
  return createNextClient();
}
